"""What a person who means harm, or a broken program, could put in a field."""

#: Name → value. Each is handled, or refused with a sentence; never an error of the portal.
HOSTILE: dict[str, str] = {
    "nothing": "",
    "only spaces": "  \t \u00a0\u3000 ",
    "only what nobody sees": "\u200b\u200d\u2060\ufeff\u00ad",
    "100,000 characters": "x" * 100_000,
    "30,000 emoji": "😀" * 30_000,
    "5,000 lines": "regel\n" * 5_000,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇳🇱",
    "right to left": "שלום לכולם مرحبا بالجميع",
    "direction overrides": "Akkoord \u202egnp.exe\u202c \u2067ja\u2069",
    "stacked accents": "e" + "\u0301" * 140,
    "NUL": "voor\0na",
    "only NUL": "\0",
    "control characters": "".join(map(chr, [*range(1, 32), *range(0x7F, 0xA0)])),
    "half a surrogate pair": "voor\ud83dna\ude00",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "line breaks of all kinds": "een\rtwee\r\ndrie\u2028vier\u2029vijf\x85zes\x0bzeven\x0cacht",
    "a mail header": "Nieuws\r\nBcc: iedereen@elders.example\r\n\r\nEen ander bericht",
    "an encoded header": "=?utf-8?q?Nieuws=0D=0ABcc:_iedereen@elders.example?=",
    "a script": "<script>alert(1)</script>",
    "broken tags": "\"'><img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "a link that runs": "[klik](javascript:alert(1)) <a href='javascript:alert(1)'>hier</a>",
    "a picture from elsewhere": "![](https://elders.example/p.gif)<img src=https://elders.example/p.gif>",
    "a template": "{{ request.user.email }}{% csrf_token %}{# weg #} %s %(naam)s {0.__class__}",
    "SQL and a path": "'; DROP TABLE organisations_user; -- ../../../../etc/passwd",
    "a formula": '=HYPERLINK("https://elders.example";"klik")',
    "a number without end": "9" * 400,
}

#: For a field in which nobody types: hidden, or a choice.
UNLIKELY: dict[str, str] = {
    "nothing": "",
    "10,000 characters": "x" * 10_000,
    "NUL": "\0",
    "half a surrogate pair": "\ud83d",
    "a number without end": "9" * 400,
    "digits of elsewhere": "٣²Ⅷ",
    "no date": "2026-02-30",
}

#: What could do harm where it is shown, or be left out there.
SHOWN = frozenset({"NUL", "emoji", "a script", "broken tags", "a link that runs", "a picture from elsewhere"})
