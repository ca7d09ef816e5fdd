-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

select cron.schedule('roll-up-api-key-usage', '* * * * *', 'select internal.roll_up_api_key_usage()');
