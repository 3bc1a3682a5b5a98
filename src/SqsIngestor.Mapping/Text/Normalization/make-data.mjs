// Writes NormalizationData.cs from the Unicode data of Node's ICU: node make-data.mjs > NormalizationData.cs
// ICU gives normalization forms but not combining classes, so the class of a mark comes from the marks it swaps places with.

// A mark of every canonical combining class that Unicode has.
const marks = {
  1: 0x334, 6: 0x16FF0, 7: 0x93C, 8: 0x3099, 9: 0x94D, 10: 0x5B0, 11: 0x5B1, 12: 0x5B2, 13: 0x5B3, 14: 0x5B4, 15: 0x5B5, 16: 0x5B6,
  17: 0x5B7, 18: 0x5B8, 19: 0x5B9, 20: 0x5BB, 21: 0x5BC, 22: 0x5BD, 23: 0x5BF, 24: 0x5C1, 25: 0x5C2, 26: 0xFB1E, 27: 0x64B,
  28: 0x64C, 29: 0x64D, 30: 0x64E, 31: 0x64F, 32: 0x650, 33: 0x651, 34: 0x652, 35: 0x670, 36: 0x711, 84: 0xC55, 91: 0xC56,
  103: 0xE38, 107: 0xE48, 118: 0xEB8, 122: 0xEC8, 129: 0xF71, 130: 0xF72, 132: 0xF74, 202: 0x321, 214: 0x1DCE, 216: 0x31B,
  218: 0x302A, 220: 0x316, 222: 0x59A, 224: 0x302E, 226: 0x1D16D, 228: 0x5AE, 230: 0x300, 232: 0x315, 233: 0x35C, 234: 0x35D, 240: 0x345,
};
const nfd = (...c) => [...String.fromCodePoint(...c).normalize('NFD')].map(s => s.codePointAt(0));
const nfc = (...c) => [...String.fromCodePoint(...c).normalize('NFC')].map(s => s.codePointAt(0));
const swaps = (a, b) => nfd(a, b)[0] !== a;
const hex = c => c.toString(16).toUpperCase();

const full = new Map(), classes = new Map(Object.keys(marks).map(k => [+k, []]));
for (let c = 0x80; c < 0x110000; c++) {
  if (c >= 0xD800 && c < 0xE000 || c >= 0xAC00 && c < 0xD7A4) continue;
  const parts = nfd(c);
  if (parts.length > 1 || parts[0] !== c) full.set(c, parts);
  else if (swaps(c, 0x334) || swaps(0x345, c)) classes.get(+Object.keys(marks).find(k => !swaps(c, marks[k]) && !swaps(marks[k], c))).push(c);
}
// The decomposition in one step, as in UnicodeData.txt: another character with the same parts if there is one; otherwise a
// character with all parts but the last, and the last.
const byText = new Map([...full].reverse().map(([c, parts]) => [parts.join(), c]));
const step = (c, p) => byText.get(p.join()) !== c ? [byText.get(p.join())] : p.length < 3 ? p : [byText.get(p.slice(0, -1).join()), p.at(-1)];
const steps = new Map([...full].map(([c, p]) => [c, p.length === 1 ? p : step(c, p)]));
const excluded = [...steps].filter(([c, p]) => p.length === 2 && nfc(c)[0] !== c).map(([c]) => c);

function ranges(list) {
  const runs = [];
  for (const c of list) runs.at(-1)?.[1] === c - 1 ? runs.at(-1)[1] = c : runs.push([c, c]);
  return runs.map(([a, b]) => a === b ? hex(a) : `${hex(a)}-${hex(b)}`).join(' ');
}

const lines = [];
for (const [c, parts] of steps) {
  const text = parts.map(hex).join('+'), run = lines.at(-1);
  if (run?.next === c && run.text.length + text.length < 112) { run.text += ' ' + text; run.next++; }
  else lines.push({ text: `${hex(c)}: ${text}`, next: c + 1 });
}
const raw = text => text.match(/.{1,110}(?: |$)/g).map(l => '        ' + l.trimEnd()).join('\n');
console.log(`namespace SqsIngestor.Mapping.Text.Normalization;

/// <summary>
/// The data of Unicode ${process.versions.unicode} for normalization. All numbers except the classes are hexadecimal. make-data.mjs in this folder
/// writes this file; a new version of Unicode adds to the data and never changes it (UAX #15, stability).
/// </summary>
internal static class NormalizationData
{
    /// <summary>Canonical decompositions in one step; the number before the colon is the first character of the line.</summary>
    public static ReadOnlySpan<byte> Decompositions => """
${lines.map(l => '        ' + l.text).join('\n')}
        """u8;

    /// <summary>Characters whose decomposition into two characters is not composed again.</summary>
    public static ReadOnlySpan<byte> Exclusions => """
${raw(ranges(excluded))}
        """u8;

    /// <summary>Canonical combining classes other than 0, without characters that have a decomposition.</summary>
    public static ReadOnlySpan<byte> CombiningClasses => """
${[...classes].map(([k, list]) => raw(ranges(list)).replaceAll(/^ +/gm, `        ${k}: `)).join('\n')}
        """u8;
}`);
