-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

select cron.schedule('sweep-cache', '* * * * *', 'select internal.sweep_cache()');
