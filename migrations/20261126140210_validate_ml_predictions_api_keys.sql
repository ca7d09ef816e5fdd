-- Apart from the constraint itself, so that the check of stored rows holds up no writer.

set local statement_timeout = '60s';

alter table public.ml_predictions validate constraint ml_predictions_api_key_id_fkey;
