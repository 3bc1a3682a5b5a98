# Writes NfcSamples.txt, a text and its normalization form C in each line, by Python's own data (Unicode 14):
# python3 NfcSamples.py > NfcSamples.txt
import random
import unicodedata

print("# Unicode", unicodedata.unidata_version)
random.seed(1)
parts = [c for c in map(chr, range(0xA0, 0x30000)) if unicodedata.combining(c) or (unicodedata.decomposition(c) and unicodedata.normalize("NFD", c) != c)]
marks = [c for c in parts if unicodedata.combining(c)]
pieces = [unicodedata.normalize("NFD", c) for c in parts if not unicodedata.combining(c)]
jamo = [chr(c) for c in (*range(0x10FE, 0x1116), *range(0x115E, 0x1179), *range(0x11A5, 0x11C5), 0xAC00, 0xAC01, 0xAC1C, 0xD7A3)]
for _ in range(1000):
    text = ""
    while len(text) < 4:
        text += random.choice(random.choice([parts, marks, marks, pieces, jamo, "aAeo\u1100\u0627"]))
    print(*(" ".join(format(ord(c), "X") for c in t) for t in (text, unicodedata.normalize("NFC", text))), sep=";")
