import { decodeJwt, SignJWT } from "jose";
import * as z from "zod";

const Session = z.looseObject({
  access_token: z.string(),
  user: z.looseObject({
    email: z.string().nullish(),
    phone: z.string().nullish(),
    app_metadata: z.record(z.string(), z.unknown()),
    user_metadata: z.record(z.string(), z.unknown()),
  }),
});

/**
 * Completes the access token of an Auth answer with the claims that GoTrue puts in and @supabase/lite leaves out: the
 * issuer, and the metadata by which policies and functions know an operator. Other answers pass unchanged.
 */
export async function completeAccessToken(
  response: Response,
  { issuer, jwtSecret }: { issuer: string; jwtSecret: string },
): Promise<Response> {
  if (!response.ok || !response.headers.get("content-type")?.includes("json")) return response;
  const text = await response.text();
  const session = Session.safeParse(JSON.parse(text));
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  if (!session.success) return new Response(text, { status: response.status, headers });
  const { user, access_token } = session.data;
  const claims = {
    ...decodeJwt(access_token),
    iss: issuer,
    phone: user.phone ?? "",
    app_metadata: user.app_metadata,
    user_metadata: user.user_metadata,
    aal: "aal1",
    is_anonymous: false,
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(new TextEncoder().encode(jwtSecret));
  return Response.json({ ...session.data, access_token: token }, { status: response.status, headers });
}
