-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

select cron.schedule('tend-jobs', '* * * * *', 'select internal.tend_jobs()');
