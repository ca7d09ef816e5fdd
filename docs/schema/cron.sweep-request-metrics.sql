-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

select cron.schedule('sweep-request-metrics', '41 3 * * *', 'select internal.sweep_request_metrics()');
