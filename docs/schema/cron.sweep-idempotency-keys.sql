-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

select cron.schedule('sweep-idempotency-keys', '17 * * * *', 'select internal.sweep_idempotency_keys()');
