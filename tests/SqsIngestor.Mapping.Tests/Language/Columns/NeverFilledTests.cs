using Google.Protobuf.Reflection;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Records;
using SqsIngestor.Mapping.Records.Scalars;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Tests.Language.Columns;

/// <summary>Columns that no message can fill are refused, and constants that leave a column NULL are named.</summary>
public sealed class NeverFilledTests
{
    [Theory]
    // The result of a transform.
    [InlineData("bool_value", "from: $.body.v, transform: trim", "bool takes a bool, but the source gives text")]
    [InlineData("bytes_value", "from: $.body.v, transform: to_int", "bytes takes text or bytes, but the source gives a number")]
    [InlineData("int32_value", "from: $.body.v, transform: to_bool", "int32 takes text or a number, but the source gives a bool")]
    [InlineData("color", "from: $.body.v, transform: to_bool", "enum takes text or a number, but the source gives a bool")]
    [InlineData("int64_value", "from: $.body.v, transform: lower, strict: true", "int64 with 'strict' takes a number")]
    [InlineData("string_value", "from: $.body.v, transform: base64_decode, enum: e", "an enum table takes text, a number")]
    // What the function and SQS give.
    [InlineData("bool_value", "from: $.meta.batchSize", "bool takes a bool, but the source gives a number")]
    [InlineData("int64_value", "from: $.queue.fifo", "int64 takes text or a number, but the source gives a bool")]
    [InlineData("int64_value", "from: $.queue.name, strict: true", "int64 with 'strict' takes a number")]
    [InlineData("string_value", "from: $.message.attributes", "the column takes a single value, but the source gives an object")]
    [InlineData("strings", "each: $.message.attributes, value: $.item", "is always an object, and never an array")]
    [InlineData("by_number", "entries: $.message.messageId, value: $.value", "is always text, and never an object")]
    [InlineData("int64_value", "from: $.meta.batchSize, as: timestamp", "'as: timestamp' takes text or a timestamp")]
    [InlineData(
        "int64_value", "from: $.queue.name, as: timestamp, formats: epoch_s, strict: true",
        "'as: timestamp' with these options takes a number or a timestamp")]
    [InlineData(
        "string_value", "from: $.queue.name, as: \"decimal(5,2)\", strict: true",
        "'as: decimal' with these options takes a number; the source gives text")]
    // Expressions, with and without a message.
    [InlineData("int32_value", "expr: \"'a'\"", "the result of the expression does not fit 'int32_value' (int32): number_syntax")]
    [InlineData("int32_value", "expr: '3000000000'", "does not fit 'int32_value' (int32): number_range")]
    [InlineData("string_value", "expr: 'int(\"x\")'", "'string_value' can never be filled: the expression always fails")]
    [InlineData("bool_value", "expr: \"string(body.v) + 'x'\"", "bool takes a bool, but the source gives text")]
    [InlineData("int32_value", "expr: body.v == 1", "int32 takes text or a number, but the source gives a bool")]
    [InlineData("strings", "expr: '[body.v]'", "no column takes a list that an expression creates")]
    [InlineData("strings", "expr: 'body.v.split(\",\")'", "no column takes a list that an expression creates")]
    [InlineData("string_value", "expr: 'optional.of(body.?v)'", "no column takes an optional of an optional that an")]
    [InlineData("strings", "expr: 'optional.of([body.v])'", "no column takes a list that an expression creates")]
    [InlineData("node", "expr: '{\"name\": body.v}'", "no column takes a map that an expression creates")]
    [InlineData("string_value", "expr: type(body.v)", "no column takes a type that an expression creates")]
    [InlineData("string_value", "expr: duration(\"1s\")", "no column takes a duration that an expression creates")]
    // Literals that stay in the text.
    [InlineData("int64_value", "concat: [a, $.body.v]", "a number has no 'a'")]
    [InlineData("double_value", "concat: [$.body.v, '%']", "a number, NaN or Infinity has no '%'")]
    [InlineData("bytes_value", "concat: ['data:', $.body.v]", "base64 has no ':'")]
    [InlineData("string_value", "concat: [$.body.v, ' EUR'], as: \"decimal(9,2)\"", "a number has no ' '")]
    [InlineData("string_value", "concat: [$.body.v, '_x'], as: uuid", "a UUID has no '_'")]
    [InlineData("int32_value", "concat: ['1', '-']", "the text does not fit 'int32_value' (int32): number_syntax")]
    public void Column_ThatNoMessageCanFill_IsRefused(string column, string source, string message)
    {
        var compilation = OneColumn.Compile(column, $"{{ {source} }}", "enums: { e: { a: b } }");

        var problem = Assert.Single(compilation.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("MAP403", problem.Code.Id);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("string_value", "from: $.message.attributes", "json", "as: json")]
    [InlineData("string_value", "from: $.message.attributes", "variant", "as: variant")]
    [InlineData("strings", "each: $.body.v, value: $.message.attributes", "json", "as: json")]
    [InlineData("int64_value", "from: $.message.attributes", "json", null)]
    public void Column_ThatTakesJson_IsHintedAt(string column, string source, string meaning, string? hint)
    {
        var compilation = OneColumn.Compile(column, $"{{ {source} }}", type: new() { As = meaning });

        Assert.Equal(hint, Assert.Single(compilation.Diagnostics, d => d.Code.Id == "MAP403").Hint);
    }

    [Theory]
    [InlineData("string_value", "from: $.body.v, transform: to_bool")]
    [InlineData("double_value", "expr: double(body.v) / 0.0")]
    [InlineData("double_value", "concat: [$.body.v, e3]")]
    [InlineData("double_value", "concat: ['-', Infinity]")]
    [InlineData("bool_value", "from: $.queue.fifo")]
    [InlineData("string_value", "from: $.queue.fifo")]
    [InlineData("strings", "expr: body.v")]
    [InlineData("int64_value", "from: [$.meta.batchSize, $.body.v], strict: true")]
    [InlineData("int64_value", "from: $.meta.batchSize, as: timestamp, formats: epoch_s")]
    [InlineData("int64_value", "expr: 'has(body.v) ? timestamp(body.v) : null', as: timestamp")]
    [InlineData("int64_value", "const: 12")]
    public void Column_ThatSomeMessageFills_IsAccepted(string column, string source) =>
        Assert.Equal("", OneColumn.Diagnose(column, $"{{ {source} }}"));

    [Theory]
    [InlineData("expr: 'null'", "'string_value' is always NULL: the expression never has another value")]
    [InlineData("expr: optional.none()", "'string_value' is always NULL: the expression never has another value")]
    [InlineData("expr: 'null', default: x", "'string_value' is always its default: the expression never has another value")]
    [InlineData("expr: '\"a\"', transform: 'regex_extract(\"b\")'", "'string_value' is always NULL")]
    public void Expression_ThatIsAlwaysNull_IsNamed(string source, string message)
    {
        var problem = Assert.Single(OneColumn.Compile("string_value", $"{{ {source} }}").Diagnostics);

        Assert.Equal("MAP417", problem.Code.Id);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expr: body.v, on_missing: fail", "'on_missing' has no effect here: an expression has a value, null")]
    [InlineData("expr: string(body.v), on_null: fail", "'on_null' has no effect here: the expression is never null")]
    [InlineData("expr: string(body.v), default: x", "'default' has no effect here: the expression is never null")]
    [InlineData("expr: 'body.?v.orValue(1)', on_missing: fail", "'on_missing' has no effect here: an expression has a value")]
    [InlineData("expr: 'body.?v.optMap(v, string(v))', on_null: fail", "'on_null' has no effect here: the expression is never")]
    [InlineData("expr: body.v, transform: trim, on_missing: fail", "'on_missing' has no effect here")]
    public void Expression_PolicyForWhatItNeverGives_IsRefused(string source, string message)
    {
        var problem = Assert.Single(OneColumn.Compile("string_value", $"{{ {source} }}").Diagnostics);

        Assert.Equal("MAP433", problem.Code.Id);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expr: body.v, on_null: fail, on_error: to_null")]
    [InlineData("expr: body.v, default: x")]
    [InlineData("expr: 'string(body.v)', transform: 'regex_extract(\"b\")', on_missing: fail, default: x")]
    [InlineData("expr: 'string(body.v)', transform: parse_json, on_null: fail")]
    [InlineData("expr: 'body.?v', on_missing: fail, on_null: fail")]
    [InlineData("expr: 'body.?v.optMap(v, string(v))', on_missing: fail, default: x")]
    public void Expression_PolicyForWhatItCanGive_IsAccepted(string source) =>
        Assert.Equal("", OneColumn.Diagnose("string_value", $"{{ {source} }}"));

    [Theory]
    [InlineData("const: null")]
    [InlineData("expr: 'null'")]
    public void Constant_NullForARequiredColumn_IsRefused(string source)
    {
        var problem = SilentRig.Diagnose($"columns:\n  strict_parts: {{ each: $.body.a, fields: {{ x: {{ {source} }} }} }}");

        Assert.StartsWith("MAP403: ", problem, StringComparison.Ordinal);
        Assert.EndsWith("is null, but 'strict_parts.x' is required (NOT NULL)", problem, StringComparison.Ordinal);
    }

    /// <summary>What the compiler says of a type is what its codec does.</summary>
    [Fact]
    public void Takes_EveryScalar_IsWhatItsCodecTakes()
    {
        (ValueTypes Type, Func<SourceValue> Value)[] samples =
        [
            (ValueTypes.Text, () => SourceValue.FromText("1"u8)), (ValueTypes.Text, () => SourceValue.FromText("RED"u8)),
            (ValueTypes.Text, () => SourceValue.FromText("CASH"u8)),
            (ValueTypes.Text, () => SourceValue.FromText("AAAA"u8)), (ValueTypes.Number, () => SourceValue.FromNumber("1"u8)),
            (ValueTypes.Number, () => SourceValue.FromInteger(1)), (ValueTypes.Bool, () => SourceValue.FromBoolean(true)),
            (ValueTypes.Bytes, () => SourceValue.FromBytes("a"u8)),
        ];
        var fields = EveryType.Descriptor.Fields.InDeclarationOrder()
            .Where(f => !f.IsRepeated && f.FieldType is not (FieldType.Message or FieldType.Group)).ToList();
        foreach (var (field, strict) in fields.SelectMany(f => new[] { (f, false), (f, true) }))
        {
            var codec = ScalarCodecs.Create(field, strict);
            var taken = samples
                .Where(sample => codec.TryWrite(sample.Value(), new RecordWriter(32)) == RecordErrorCode.None)
                .Aggregate(ValueTypes.None, (all, sample) => all | sample.Type);
            Assert.Equal((field.Name, strict, taken), (field.Name, strict, ScalarCodecs.Takes(field, strict)));
        }

        // All but messages and groups.
        Assert.Equal(Enum.GetValues<FieldType>().Length - 2, fields.Select(f => f.FieldType).Distinct().Count());
    }
}
