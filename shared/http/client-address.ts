import * as z from "zod";
import { deferred } from "../wire/deferred.ts";

const Address = deferred(() => z.union([z.ipv4(), z.ipv6()]));
/** How a socket that speaks both versions writes an IPv4 address. */
const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i;

/** The address that the gateway wrote into the one header it is trusted for; undefined where that holds no address. */
export function clientAddress(headers: Headers, header: string): string | undefined {
  const address = headers.get(header)?.trim().replace(MAPPED_IPV4, "");
  return Address().safeParse(address).data;
}
