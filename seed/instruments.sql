-- The instruments of the demo, as in demo-instruments.ts (a test compares them). Safe to run again: an instrument that
-- is there already is brought up to date.

select public.upsert_instrument(document)
from jsonb_array_elements($json$[
  {"symbol": "SYN-COIN", "asset_class": "synthetic", "tick_size": 0.01, "has_volume": true, "provider_codes": {},
   "calendar": {"zone": "UTC", "sessions": []}},
  {"symbol": "SYN-CHAIN", "asset_class": "synthetic", "tick_size": 0.001, "has_volume": true, "provider_codes": {},
   "calendar": {"zone": "UTC", "sessions": []}},
  {"symbol": "SYN-METAL", "asset_class": "synthetic", "tick_size": 0.01, "has_volume": true, "provider_codes": {},
   "calendar": {"zone": "UTC", "sessions": [{"day": 0, "open": 1320, "close": 2760}, {"day": 1, "open": 1320, "close": 2760}, {"day": 2, "open": 1320, "close": 2760}, {"day": 3, "open": 1320, "close": 2760}, {"day": 4, "open": 1320, "close": 2760}]}},
  {"symbol": "SYN-INDEX", "asset_class": "synthetic", "tick_size": 0.05, "has_volume": true, "provider_codes": {},
   "calendar": {"zone": "UTC", "sessions": [{"day": 0, "open": 1320, "close": 2760}, {"day": 1, "open": 1320, "close": 2760}, {"day": 2, "open": 1320, "close": 2760}, {"day": 3, "open": 1320, "close": 2760}, {"day": 4, "open": 1320, "close": 2760}]}},
  {"symbol": "SYN-PAIR", "asset_class": "synthetic", "tick_size": 0.00001, "has_volume": true, "provider_codes": {},
   "calendar": {"zone": "UTC", "sessions": [{"day": 0, "open": 1320, "close": 2760}, {"day": 1, "open": 1320, "close": 2760}, {"day": 2, "open": 1320, "close": 2760}, {"day": 3, "open": 1320, "close": 2760}, {"day": 4, "open": 1320, "close": 2760}]}},
  {"symbol": "SYN-NULL", "asset_class": "synthetic", "tick_size": 0.001, "has_volume": true, "provider_codes": {},
   "calendar": {"zone": "UTC", "sessions": []}},
  {"symbol": "EURUSD", "asset_class": "fx", "tick_size": 0.00001, "has_volume": false, "provider_codes": {"oanda": "EUR_USD", "polygon": "C:EURUSD"},
   "calendar": {"zone": "America/New_York", "sessions": [{"day": 0, "open": 1020, "close": 2460}, {"day": 1, "open": 1020, "close": 2460}, {"day": 2, "open": 1020, "close": 2460}, {"day": 3, "open": 1020, "close": 2460}, {"day": 4, "open": 1020, "close": 2460}]}},
  {"symbol": "SPY", "asset_class": "equity", "tick_size": 0.01, "has_volume": true, "provider_codes": {"alpaca": "SPY", "polygon": "SPY"},
   "calendar": {"zone": "America/New_York", "sessions": [{"day": 1, "open": 570, "close": 960}, {"day": 2, "open": 570, "close": 960}, {"day": 3, "open": 570, "close": 960}, {"day": 4, "open": 570, "close": 960}, {"day": 5, "open": 570, "close": 960}]}},
  {"symbol": "AAPL", "asset_class": "equity", "tick_size": 0.01, "has_volume": true, "provider_codes": {"alpaca": "AAPL", "polygon": "AAPL"},
   "calendar": {"zone": "America/New_York", "sessions": [{"day": 1, "open": 570, "close": 960}, {"day": 2, "open": 570, "close": 960}, {"day": 3, "open": 570, "close": 960}, {"day": 4, "open": 570, "close": 960}, {"day": 5, "open": 570, "close": 960}]}},
  {"symbol": "BTCUSD", "asset_class": "crypto", "tick_size": 0.01, "has_volume": true, "provider_codes": {"alpaca": "BTC/USD", "polygon": "X:BTCUSD"},
   "calendar": {"zone": "UTC", "sessions": []}}
]$json$::jsonb) as instrument (document);
