-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

select cron.schedule('sweep-rate-limits', '*/10 * * * *', 'select internal.sweep_rate_limits()');
