-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

select cron.schedule('tend-models', '* * * * *', 'select internal.tend_models()');
