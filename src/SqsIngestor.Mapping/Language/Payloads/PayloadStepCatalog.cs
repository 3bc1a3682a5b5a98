using System.Diagnostics;
using System.IO.Compression;
using SqsIngestor.Mapping.Language.Payloads.Avro;
using SqsIngestor.Mapping.Language.Payloads.Documents;
using SqsIngestor.Mapping.Language.Payloads.Steps;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>
/// Every step of <c>payload.decode</c>, the only list of them: the reader, the order rules, the decoders, the diagnostics,
/// the JSON Schema, the reference pages and the tests that run each example read it. To add a step, add its decoder to
/// Steps and its row here; to add an envelope, see <see cref="EnvelopeCatalog"/> and
/// <see cref="UnwrapCatalog"/>.
/// </summary>
internal static class PayloadStepCatalog
{
    /// <summary>The keys under which a step can stand.</summary>
    public const string DecodeKey = "decode";

    /// <inheritdoc cref="DecodeKey"/>
    public const string UnwrapKey = "unwrap";

    /// <inheritdoc cref="DecodeKey"/>
    public const string ProtobufKey = "protobuf";

    public static IReadOnlyList<string> Keys { get; } = [DecodeKey, UnwrapKey, ProtobufKey];

    /// <summary>The step of a file that names none.</summary>
    public static PayloadStepSpec Json { get; } = new()
    {
        Word = "json",
        Gives = PayloadForm.Json,
        Meaning = "Parses one JSON document. A byte order mark is skipped.",
        Example = new("decode: json", """{"a":1}""", """{"a":1}"""),
    };

    public static IReadOnlyList<PayloadStepSpec> All { get; } =
    [
        new()
        {
            Word = "text",
            Gives = PayloadForm.Text,
            Create = context => new TextDecoder(context.Memory),
            Meaning = "Checks that the payload is well-formed UTF-8.",
            Example = new("decode: text", "hello", "hello"),
        },
        new()
        {
            Word = "base64",
            Gives = PayloadForm.Bytes,
            Create = context => new Base64Decoder(context.Memory),
            Meaning = "Decodes base64 or base64url, with or without padding. White space is ignored.",
            Example = new("decode: [base64, text]", "aGVsbG8=", "hello"),
        },
        new()
        {
            Word = "base64url",
            Gives = PayloadForm.Bytes,
            Create = context => new Base64Decoder(context.Memory),
            Meaning = "Another name of base64: both take both alphabets.",
            Example = new("decode: [base64url, text]", "w7zDvw", "üÿ"),
        },
        new()
        {
            Word = "gzip",
            NeedsBytes = true,
            CanBeAuto = true,
            Gives = PayloadForm.Bytes,
            Create = context => new GzipDecoder(context.Auto, context.Memory, context.MaxBytes),
            Meaning = "Decompresses gzip (RFC 1952), one or more members.",
            Example = new("decode: [base64, gzip, json]", "H4sIAAAAAAAAA6tWSlSyMqwFAK+sG1YHAAAA", """{"a":1}"""),
        },
        new()
        {
            Word = "deflate",
            NeedsBytes = true,
            Gives = PayloadForm.Bytes,
            Create = context =>
                new InflateDecoder(
                    input => new DeflateStream(input, CompressionMode.Decompress, leaveOpen: true), context.Memory,
                    context.MaxBytes),
            Meaning = "Decompresses deflate without a header (RFC 1951).",
            Example = new("decode: [base64, deflate, json]", "q1ZKVLIyrAUA", """{"a":1}"""),
        },
        new()
        {
            Word = "zlib",
            NeedsBytes = true,
            Gives = PayloadForm.Bytes,
            Create = context =>
                new InflateDecoder(input => new ZLibStream(input, CompressionMode.Decompress, leaveOpen: true), context.Memory,
                    context.MaxBytes),
            Meaning = "Decompresses zlib (RFC 1950).",
            Example = new("decode: [base64, zlib, json]", "eJyrVkpUsjKsBQAIKgIJ", """{"a":1}"""),
        },
        new()
        {
            Word = "brotli",
            NeedsBytes = true,
            Gives = PayloadForm.Bytes,
            Create = context => new BrotliPayloadDecoder(context.Memory, context.MaxBytes),
            Meaning = "Decompresses Brotli (RFC 7932).",
            Example = new("decode: [base64, brotli, json]", "CwOAeyJhIjoxfQM=", """{"a":1}"""),
        },
        new()
        {
            Word = "zstd",
            NeedsBytes = true,
            Gives = PayloadForm.Bytes,
            Create = context => new ZstdDecoder(context.Memory, context.MaxBytes),
            Meaning = "Decompresses Zstandard (RFC 8878), one or more frames.",
            // cspell:ignore SAHOQA
            Example = new("decode: [base64, zstd, json]", "KLUv/SAHOQAAeyJhIjoxfQ==", "{\"a\":1}"),
        },
        new()
        {
            Word = "snappy",
            NeedsBytes = true,
            Gives = PayloadForm.Bytes,
            Create = context => new SnappyDecoder(context.Memory, context.MaxBytes),
            Meaning = "Decompresses Snappy: one block, or the framed form.",
            Example = new("decode: [base64, snappy, json]", "Bxh7ImEiOjF9", "{\"a\":1}"),
        },
        Json,
        new()
        {
            Word = "ndjson",
            Gives = PayloadForm.JsonLines,
            Meaning =
                "Parses a JSON document in each line. Lines end with LF or CRLF, which `$.raw` does not have; blank lines and a "
                + "byte order mark at the start are skipped. "
                + "Each document gives the rows of every table.",
            Example = new("decode: ndjson", "{\"a\":1}\n{\"a\":2}\n", "{\"a\":1}\n{\"a\":2}"),
        },
        new()
        {
            Word = "csv",
            Gives = PayloadForm.Documents,
            Values = ValueTypes.Text,
            Open = (context, options) => new CsvDecoder(context, options.Names, options.Delimiter),
            Meaning =
                "Parses each row of csv (RFC 4180) as an object of texts; an empty field is null. The names are those of the "
                + "first row, or of `names`; `delimiter` is another character than a comma. Each row gives the rows of every "
                + "table.",
            Example = new("decode: csv", "id,name\n1,\"Smith, J\"\n", "{\"id\":\"1\",\"name\":\"Smith, J\"}"),
        },
        new()
        {
            Word = "logfmt",
            Gives = PayloadForm.Documents,
            Values = ValueTypes.Text | ValueTypes.Bool,
            Open = (context, _) => new LogfmtDecoder(context),
            Meaning =
                "Parses each line of logfmt as an object of texts. A value can be in quotes, with the escapes of JSON; a key "
                + "without a value is true. Each line gives the rows of every table.",
            Example = new(
                "decode: logfmt", "level=info msg=\"all \\\"well\\\"\" done\n",
                "{\"level\":\"info\",\"msg\":\"all \\\"well\\\"\",\"done\":true}"),
        },
        new()
        {
            Word = "xml",
            Gives = PayloadForm.Document,
            Values = ValueTypes.Text | ValueTypes.List | ValueTypes.Object,
            OneIsArray = true,
            Open = (context, _) => new XmlDecoder(context),
            Meaning =
                "Parses an XML document as an object. An attribute is a member with an @ before its name, elements of one name "
                + "are an array, an element with text only is a string, and text beside other members is `#text`. An ARRAY takes "
                + "one element too.",
            Example = new(
                "decode: xml", "<order id=\"7\"><line>a</line><line>b</line></order>",
                "{\"order\":{\"@id\":\"7\",\"line\":[\"a\",\"b\"]}}"),
        },
        new()
        {
            Word = "cbor",
            NeedsBytes = true,
            Gives = PayloadForm.Document,
            Open = (context, _) => new CborDecoder(context),
            Meaning =
                "Parses a data item of CBOR (RFC 8949): integers and decimal fractions keep every digit, byte strings are "
                + "base64, times are text.",
            Example = new("decode: [base64, cbor]", "omFhAWFixIIhGWqz", "{\"a\":1,\"b\":273.15}"),
        },
        new()
        {
            Word = "msgpack",
            NeedsBytes = true,
            Gives = PayloadForm.Document,
            Open = (context, _) => new MsgPackDecoder(context),
            Meaning = "Parses a value of MessagePack: integers keep every digit, bytes are base64, timestamps are text.",
            Example = new("decode: [base64, msgpack]", "gqFhAaF01v9ppCpA", "{\"a\":1,\"t\":\"2026-03-01T12:00:00Z\"}"),
        },
        new()
        {
            Word = "avro",
            NeedsBytes = true,
            Gives = PayloadForm.Documents,
            Open = (context, options) => options.Framing == AvroFraming.Container
                ? new AvroContainerDecoder(context)
                : new AvroObjectDecoder(context, options.Schemas, options.Framing == AvroFraming.SingleObject),
            Meaning =
                "Parses an object container file of Avro, each record as a document that gives the rows of every table. With "
                + "`schema`, a file next to the descriptors, parses one value; `framing: single_object` if a fingerprint stands "
                + "before it.",
            Example = new(
                "decode: [base64, avro]",
                "T2JqAQIWYXZyby5zY2hlbWGEAXsidHlwZSI6InJlY29yZCIsIm5hbWUiOiJFIiwiZmllbGRzIjpbeyJuYW1lIjoiaWQiLCJ0eXBl"
                + "IjoiaW50In1dfQAwMTIzNDU2Nzg5YWJjZGVmBAQOEDAxMjM0NTY3ODlhYmNkZWY=",
                "{\"id\":7}\n{\"id\":8}"),
        },
        new()
        {
            Key = ProtobufKey,
            Word = "protobuf",
            NeedsBytes = true,
            Gives = PayloadForm.Document,
            Meaning = "Parses a protobuf message of the mapping's descriptor set as the document that ProtoJSON gives it.",
            Example = new("decode: [base64, { protobuf: google.protobuf.Int64Value }]", "CFo=", "90"),
        },
        .. EnvelopeCatalog.All.Select(envelope => new PayloadStepSpec
        {
            Key = UnwrapKey,
            Word = envelope.Word,
            CanBeAuto = true,
            Envelope = envelope,
            Title = envelope.Title,
            Members = [envelope.Sign],
            Gives = envelope.Gives,
            Create = envelope.CreateDecoder,
            Meaning = envelope.Meaning,
            Example = envelope.Example,
        }),
        .. UnwrapCatalog.All,
    ];

    /// <summary>The words that can stand under a key.</summary>
    public static IEnumerable<string> Words(string key) => All.Where(row => row.Key == key).Select(row => row.Word);

    public static PayloadStepSpec? Find(string key, string word)
    {
        foreach (var row in All)
        {
            if (row.Key == key && row.Word == word) return row;
        }
        return null;
    }

    /// <summary>For people: "bytes", "a document".</summary>
    public static string Describe(PayloadForm form) => form switch
    {
        PayloadForm.Text => "text",
        PayloadForm.Bytes => "bytes",
        PayloadForm.Json or PayloadForm.Document => "a document",
        PayloadForm.JsonLines => "a document for each line",
        PayloadForm.Documents => "a document for each row or record",
        _ => throw new UnreachableException(),
    };
}
