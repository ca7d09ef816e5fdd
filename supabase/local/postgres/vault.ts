import postgres from "postgres";

/** Puts secrets into Vault or brings them up to date, as `db push` does with `[db.vault]` of config.toml. */
export async function setVaultSecrets(databaseUrl: string, secrets: Record<string, string>): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    for (const [name, secret] of Object.entries(secrets)) {
      const [existing] = await sql`select id from vault.secrets where name = ${name}`;
      if (existing) await sql`select vault.update_secret(${existing.id}, ${secret})`;
      else await sql`select vault.create_secret(${secret}, ${name})`;
    }
  } finally {
    await sql.end();
  }
}
