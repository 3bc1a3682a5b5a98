using System.Security.Cryptography;
using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>
/// Every transform of the language, the only list of them: the compiler, the diagnostics, the JSON Schema, the reference
/// pages and the tests that run each example read it. To add a transform, add its class to one of the files of this
/// folder and its row here.
/// </summary>
internal static class TransformCatalog
{
    private const ValueTypes Textual = ValueTypes.Textual;

    public static IReadOnlyList<TransformSpec> All { get; } =
    [
        // Text
        Simple("trim", Textual, ValueTypes.Text, new TrimTransform(),
            "Removes Unicode white space at both ends.", "trim", "\" a b \"", "\"a b\""),
        Simple("upper", Textual, ValueTypes.Text, new CaseTransform(upper: true),
            "Changes to upper case by Unicode's simple mappings, the same in every language.", "upper", "\"Grün\"", "\"GRÜN\""),
        Simple("lower", Textual, ValueTypes.Text, new CaseTransform(upper: false),
            "Changes to lower case by Unicode's simple mappings, the same in every language.", "lower", "\"GRÜN\"", "\"grün\""),
        Call("substring", Textual, ValueTypes.Text, [Number("start"), Number("count", isOptional: true)],
            (call, _) => new SubstringTransform(Count(call, 0), call.Arguments.Count > 1 ? Count(call, 1) : int.MaxValue),
            "Keeps at most count characters from start, which counts from 0. A character is a Unicode scalar value.",
            "substring(1, 2)", "\"a😀éz\"", "\"😀é\""),
        Call("replace", Textual, ValueTypes.Text, [NonEmptyText("old"), AnyText("new")],
            (call, _) => new ReplaceTransform(Utf8(call, 0), Utf8(call, 1)),
            "Replaces every occurrence of a text, from left to right.", "replace(\",\", \".\")", "\"1,5\"", "\"1.5\""),
        Call("regex_extract", Textual, ValueTypes.Text,
            [NonEmptyText("pattern"), new("group", TransformParameterKind.Group, IsOptional: true)], RegexExtractCompiler.Create,
            "Keeps what a group of the first match matched; missing without a match. The group is a number or a name; default: "
            + "the first group, or the whole match if there is none. The syntax is RE2's and never backtracks.",
            "regex_extract(\"id=([0-9]+)\", 1)", "\"?id=42\"", "\"42\"") with { MayGive = Absence.Missing },
        Simple("url_decode", Textual, ValueTypes.Text, new UrlDecodeTransform(),
            "Decodes form encoding: %XX is a byte of UTF-8 and + is a space.", "url_decode", "\"a+b%C3%A9\"", "\"a bé\""),
        Simple("nfc", Textual, ValueTypes.Text, new NormalizeTransform(),
            "Changes to Unicode 17's normalization form C, the same on every machine.", "nfc", "\"e\\u0301\"", "\"é\""),
        Call("truncate_bytes", Textual, ValueTypes.Text, [new("bytes", TransformParameterKind.PositiveNumber)],
            (call, _) => new TruncateTransform(Count(call, 0)),
            "Keeps at most so many bytes of UTF-8, never half a character.", "truncate_bytes(4)", "\"aé😀\"", "\"aé\""),

        // Bytes
        Simple("base64_decode", Textual, ValueTypes.Bytes, new Base64DecodeTransform(),
            "Decodes base64 or base64url, with or without padding. White space is ignored.",
            "base64_decode", "\"w6k\"", "\"é\""),
        Simple("base64_encode", Textual, ValueTypes.Text, new Base64EncodeTransform(),
            "Encodes bytes, or text as UTF-8, as base64 with padding.", "base64_encode", "\"é\"", "\"w6k=\""),
        Simple("hex_decode", Textual, ValueTypes.Bytes, new HexDecodeTransform(),
            "Decodes hexadecimal digits of either case.", "hex_decode", "\"C3a9\"", "\"é\""),
        Simple("hex_encode", Textual, ValueTypes.Text, new HexEncodeTransform(),
            "Encodes bytes, or text as UTF-8, as hexadecimal digits in lower case.", "hex_encode", "\"é\"", "\"c3a9\""),
        Call("unscaled_decimal", ValueTypes.Text | ValueTypes.Bytes | ValueTypes.Object, ValueTypes.Number,
            [Number("scale", isOptional: true)], UnscaledDecimalTransform.Create,
            "Reads bytes, or base64, as an integer of at most 16 bytes in two's complement, the highest byte first, and gives "
            + "the number with scale digits after the point: a DECIMAL of Kafka Connect, Debezium or Avro. Without scale, it "
            + "takes an object with the members `scale` and `value`: Debezium's VariableScaleDecimal.",
            "unscaled_decimal(4)", "\"CSo=\"", "0.2346"),
        Simple("md5", Textual, ValueTypes.Text, new HashTransform(HashAlgorithmName.MD5, []),
            "Hashes bytes, or text as UTF-8, with MD5: hexadecimal digits in lower case.",
            "md5", "\"abc\"", "\"900150983cd24fb0d6963f7d28e17f72\""),
        Simple("sha256", Textual, ValueTypes.Text, new HashTransform(HashAlgorithmName.SHA256, []),
            "Hashes bytes, or text as UTF-8, with SHA-256: hexadecimal digits in lower case.",
            "sha256", "\"abc\"", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""),
        Call("mask_sha256", Textual, ValueTypes.Text, [NonEmptyText("salt")],
            (call, _) => new HashTransform(HashAlgorithmName.SHA256, Utf8(call, 0)),
            "Hashes the salt followed by the value with SHA-256: hexadecimal digits in lower case.",
            "mask_sha256(\"a\")", "\"bc\"", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""),

        // Conversions
        Simple("to_int", Textual, ValueTypes.Number, new ToIntTransform(),
            "Converts to an integer from -2^63 to 2^64-1. A fraction is an error; true is 1 and false is 0.",
            "to_int", "\"12e2\"", "1200"),
        Simple("to_float", Textual & ~ValueTypes.Bool, ValueTypes.Number | ValueTypes.Text, new ToFloatTransform(),
            "Converts to a number and keeps its digits. NaN, Infinity and -Infinity stay text.", "to_float", "\"1.50\"", "1.50"),
        Simple("to_bool", Textual, ValueTypes.Bool, new ToBoolTransform(),
            "Converts true, t, yes, y and 1, and false, f, no, n and 0, in either case.", "to_bool", "\"Yes\"", "true"),
        Simple("parse_json", Textual, ValueTypes.Json, new ParseJsonTransform(),
            "Parses the JSON value in the text, at most 64 levels deep.", "parse_json", "\"{\\\"a\\\":[1]}\"", "{\"a\":[1]}")
            with { MayGive = Absence.Null },
        Simple("to_json", ValueTypes.Json, ValueTypes.Text, new ToJsonTransform(),
            "Returns the JSON text of the value as it stands in the source.", "to_json", "{\"a\": 1.0}", "\"{\\\"a\\\": 1.0}\""),

        // Arrays and objects
        Call("split", Textual, ValueTypes.List, [NonEmptyText("separator")], (call, _) => new SplitTransform(Utf8(call, 0)),
            "Splits at every separator. Text without a separator gives one element.", "split(\",\")", "\"a,b\"", "[\"a\",\"b\"]"),
        Call("join", ValueTypes.List, ValueTypes.Text, [AnyText("separator")], (call, _) => new JoinTransform(Utf8(call, 0)),
            "Joins the elements with the separator. A null, an array or an object among them is an error.",
            "join(\"-\")", "[\"a\",1,true]", "\"a-1-true\""),
        Simple("first", ValueTypes.List, ValueTypes.Json, new FirstOrLastTransform(last: false),
            "Returns the first element; missing if the array is empty.", "first", "[7,8]", "7")
            with { MayGive = Absence.Missing | Absence.Null },
        Simple("last", ValueTypes.List, ValueTypes.Json, new FirstOrLastTransform(last: true),
            "Returns the last element; missing if the array is empty.", "last", "[7,8]", "8")
            with { MayGive = Absence.Missing | Absence.Null },
        Simple("distinct", ValueTypes.List, ValueTypes.List, new DistinctTransform(),
            "Keeps each value once, at its first place. Numbers are compared by value: 1 and 1.0 are equal.",
            "distinct", "[\"b\",1,1.0,\"b\"]", "[\"b\",1]"),
        Simple("sort", ValueTypes.List, ValueTypes.List, new SortTransform(),
            "Sorts: null, false, true, numbers by value, text by code point, then arrays and objects by their text.",
            "sort", "[\"b\",10,9,null]", "[null,9,10,\"b\"]"),
        Simple("keys", ValueTypes.Object, ValueTypes.List, new MembersTransform(names: true),
            "Returns the names of the members in the source's order.", "keys", "{\"b\":1,\"a\":2}", "[\"b\",\"a\"]"),
        Simple("values", ValueTypes.Object, ValueTypes.List, new MembersTransform(names: false),
            "Returns the values of the members in the source's order.", "values", "{\"b\":1,\"a\":2}", "[1,2]"),
    ];

    public static TransformSpec? Find(string name)
    {
        foreach (var row in All)
        {
            if (row.Name == name) return row;
        }
        return null;
    }

    /// <summary>A transform without arguments. It has no state, so all columns share one object.</summary>
    private static TransformSpec Simple(
        string name, ValueTypes takes, ValueTypes gives, Transform transform,
        string meaning, string example, string input, string output) =>
        Call(name, takes, gives, [], (_, _) => transform, meaning, example, input, output);

    private static TransformSpec Call(
        string name, ValueTypes takes, ValueTypes gives, TransformParameter[] parameters,
        Func<TransformCall, DiagnosticBag, Transform?> create, string meaning, string example, string input,
        string output) => new()
        {
            Name = name,
            Takes = takes,
            Gives = gives,
            Parameters = parameters,
            Create = create,
            Meaning = meaning,
            Example = new(example, input, output),
        };

    private static TransformParameter Number(string name, bool isOptional = false) =>
        new(name, TransformParameterKind.Number, isOptional);

    private static TransformParameter AnyText(string name) => new(name, TransformParameterKind.Text);

    private static TransformParameter NonEmptyText(string name) => new(name, TransformParameterKind.NonEmptyText);

    private static int Count(TransformCall call, int argument) => call.Arguments[argument].Number!.Value;

    private static byte[] Utf8(TransformCall call, int argument) => Encoding.UTF8.GetBytes(call.Arguments[argument].Text);
}
