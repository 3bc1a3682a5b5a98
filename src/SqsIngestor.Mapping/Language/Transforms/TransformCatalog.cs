using System.Security.Cryptography;
using System.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Transforms;

/// <summary>All transforms of the language.</summary>
internal static class TransformCatalog
{
    private const ValueTypes Textual = ValueTypes.Textual;
    private const ValueTypes Text = ValueTypes.Text;

    private static readonly Dictionary<string, TransformSpec> ByName = new TransformSpec[]
    {
        Simple("trim", Textual, Text, new TrimTransform()),
        Simple("upper", Textual, Text, new CaseTransform(upper: true)),
        Simple("lower", Textual, Text, new CaseTransform(upper: false)),
        new("substring", Textual, Text, [TransformParameter.Count, TransformParameter.Count], 1,
            (c, _) => new SubstringTransform(c.Arguments[0].Number!.Value, c.Arguments.Count > 1 ? c.Arguments[1].Number!.Value : int.MaxValue)),
        new("replace", Textual, Text, [TransformParameter.SomeText, TransformParameter.Text], 2, (c, _) => new ReplaceTransform(Utf8(c.Arguments[0]), Utf8(c.Arguments[1]))),
        new("regex_extract", Textual, Text, [TransformParameter.SomeText, TransformParameter.Group], 1, RegexExtractCompiler.Create),
        new("split", Textual, ValueTypes.List, [TransformParameter.SomeText], 1, (c, _) => new SplitTransform(Utf8(c.Arguments[0]))),
        Simple("url_decode", Textual, Text, new UrlDecodeTransform()),
        Simple("nfc", Textual, Text, new NormalizeTransform()),
        new("truncate_bytes", Textual, Text, [TransformParameter.Count], 1, (c, _) => new TruncateTransform(c.Arguments[0].Number!.Value)),
        new("mask_sha256", Textual, Text, [TransformParameter.SomeText], 1, (c, _) => new HashTransform(HashAlgorithmName.SHA256, Utf8(c.Arguments[0]))),
        Simple("to_int", Textual, ValueTypes.Number, new ToIntTransform()),
        Simple("to_float", Text | ValueTypes.Number | ValueTypes.Bytes, ValueTypes.Number | Text, new ToFloatTransform()),
        Simple("to_bool", Textual, ValueTypes.Bool, new ToBoolTransform()),
        Simple("parse_json", Textual, ValueTypes.Json, new ParseJsonTransform()),
        Simple("base64_decode", Textual, ValueTypes.Bytes, new Base64DecodeTransform()),
        Simple("base64_encode", Textual, Text, new Base64EncodeTransform()),
        Simple("hex_decode", Textual, ValueTypes.Bytes, new HexDecodeTransform()),
        Simple("hex_encode", Textual, Text, new HexEncodeTransform()),
        Simple("md5", Textual, Text, new HashTransform(HashAlgorithmName.MD5, [])),
        Simple("sha256", Textual, Text, new HashTransform(HashAlgorithmName.SHA256, [])),
        Simple("first", ValueTypes.List, ValueTypes.Json, new EndElementTransform(last: false)),
        Simple("last", ValueTypes.List, ValueTypes.Json, new EndElementTransform(last: true)),
        new("join", ValueTypes.List, Text, [TransformParameter.Text], 1, (c, _) => new JoinTransform(Utf8(c.Arguments[0]))),
        Simple("distinct", ValueTypes.List, ValueTypes.List, new OrderTransform(sort: false)),
        Simple("sort", ValueTypes.List, ValueTypes.List, new OrderTransform(sort: true)),
        Simple("keys", ValueTypes.Object, ValueTypes.List, new MembersTransform(names: true)),
        Simple("values", ValueTypes.Object, ValueTypes.List, new MembersTransform(names: false)),
        Simple("to_json", ValueTypes.Json, Text, new ToJsonTransform()),
    }.ToDictionary(s => s.Name);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static TransformSpec? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>One without arguments, and so without a state that two columns could not share.</summary>
    private static TransformSpec Simple(string name, ValueTypes takes, ValueTypes yields, Transform transform) => new(name, takes, yields, [], 0, (_, _) => transform);

    private static byte[] Utf8(TransformArgument argument) => Encoding.UTF8.GetBytes(argument.Text);
}
