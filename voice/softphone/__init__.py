"""A small SIP phone in its own process: the caller or the agent of demos, tests and measurements.

It shares no code with the gateway, so that what it reports about the gateway is independent. Run it as
`python -m voice.softphone`, write one JSON command a line to its stdin, read one JSON event a line from its stdout.
Every event carries `t`, a reading of `time.monotonic()` in seconds (one clock for all processes of a machine), and,
where it belongs to a call, `id`.

Commands (`id` names the call; without it the newest one is meant):

    {"do": "listen", "host": "127.0.0.1", "port": 0, "auto_answer": true, "codecs": ["PCMA"], "follow_refer": false,
     "answer_after_ms": 0, "refuse_with": 0}                  -> listening (port); must be the first command
    {"do": "register", "registrar": "sip:pbx:5060", "user": "u", "password": "p"}         -> registered (code)
    {"do": "call", "uri": "sip:100@127.0.0.1:5060", "headers": {"X-A": "b"}, "id": "c1"}  -> calling
    {"do": "answer"}  {"do": "ring"}  {"do": "hangup", "code": 486}  {"do": "hold"}  {"do": "resume"}
    {"do": "dtmf", "digits": "12#", "method": "rfc4733"}      or "info" -> dtmf_sent
    {"do": "play", "file": "x.wav"}      8 kHz mono 16 bit -> play_started, play_ended
    {"do": "record", "file": "y.wav"}    stereo: left is heard, right is said -> recorded, at the end of the call
    {"do": "codecs", "codecs": ["PCMU"]}                      for offers from now on
    {"do": "refer", "target": "sip:..."}                      -> transfer (code, final)
    {"do": "stats"} -> stats (frames, late, codec)            {"do": "quit"} -> bye

Events without a command: incoming (from, called, headers), ringing, answered (codec), far_speech_started,
far_speech_ended, far_tone (a ringing or waiting tone of 425 Hz began), dtmf (digit), held (held), refer (target),
ended (code, reason), error (message).
`play_ended` also brings `speech_started_t` and `speech_ended_t`: when the loud part of the file was sent.
Several calls may run in one phone. `voice.softphone.remote` drives one from asyncio.
"""
