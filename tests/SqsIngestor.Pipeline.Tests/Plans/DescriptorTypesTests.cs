using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Plans;

namespace SqsIngestor.Pipeline.Tests.Plans;

/// <summary>The emulator, which checks every value against its column, stands for the service.</summary>
public sealed class DescriptorTypesTests
{
    /// <summary>Where a value of a type stands: the column, and the JSON of the body with the value for #.</summary>
    private static readonly (string Column, string Body)[] Places =
    [
        ("v #", """{"v":#}"""),
        ("v STRUCT<x: #>", """{"v":{"x":#}}"""),
        ("v ARRAY<#>", """{"v":[#]}"""),
        ("v MAP<STRING, #>", """{"v":{"k":#}}"""),
        ("v ARRAY<STRUCT<x: #>>", """{"v":[{"x":#}]}"""),
        ("v MAP<STRING, STRUCT<x: #>>", """{"v":{"k":{"x":#}}}"""),
        ("v STRUCT<y: STRUCT<x: #>>", """{"v":{"y":{"x":#}}}"""),
    ];

    public static TheoryData<string, string, string> Values()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var row in TypeRow.All)
        {
            foreach (var good in row.Good) data.Add(row.Type, good, "none");
            foreach (var (bad, code) in row.Bad) data.Add(row.Type, bad, code);
        }
        return data;
    }

    public static TheoryData<string, string> RefusedValues()
    {
        var data = new TheoryData<string, string>();
        foreach (var row in TypeRow.All.Where(row => row.Bad.Length > 0)) data.Add(row.Type, row.Bad[0].Json);
        return data;
    }

    [Fact]
    public void Rows_OfTheTable_CoverEveryKindThatZerobusCarries() =>
        Assert.Equal(
            Enum.GetValues<DeltaKind>().Where(kind => Catalog.Protobuf.ProtobufTypes.Of(kind) is not null and
                not FieldDescriptorProto.Types.Type.Message),
            TypeRow.All.Select(row => Table($"v {row.Type}").Columns[0].Type.Kind).Distinct().Order());

    [Theory]
    [MemberData(nameof(Values))]
    public void Encode_ValueOfAColumn_FailsHereOrIsTakenByTheService(string type, string json, string code)
    {
        foreach (var (column, body) in Places)
        {
            var table = Table(column.Replace("#", type, StringComparison.Ordinal));
            var (rows, error) = Encode(Plan(table, "auto: { from: $.body }"), body.Replace("#", json, StringComparison.Ordinal));

            Assert.True(code == (error?.Code.ToText() ?? "none"), $"{column}: {error}");
            if (code == "none") Assert.NotNull(Assert.Single(rows.Select(row => Decode(table, row)[0])));
            else Assert.StartsWith("v", error!.Column, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Encode_ValueOfAColumnThatIsMappedWithoutAs_NeverReachesTheServiceWrong(string type, string json, string code)
    {
        foreach (var (column, body) in Places)
        {
            var table = Table(column.Replace("#", type, StringComparison.Ordinal));
            var text = body.Replace("#", json, StringComparison.Ordinal);
            var (rows, error) = Encode(Plan(table, "columns: { v: $.body.v }"), text);

            Assert.True(error is not null || Decode(table, Assert.Single(rows))[0] is not null, $"{column}: lost");
            // Without as, text is not a time, and text in a VARIANT must be JSON itself.
            if (TypeMeaning.Of(Table($"v {type}").Columns[0].Type) is null or ['d', 'e', ..])
                Assert.True(code == (error?.Code.ToText() ?? "none"), $"{column}: {error}");
        }
    }

    [Theory]
    [MemberData(nameof(RefusedValues))]
    public void Encode_ValueThatTheColumnRefuses_FollowsOnError(string type, string json)
    {
        var table = Table($"v {type}, _rescued VARIANT");
        var body = $$"""{"v":{{json}}}""";
        const string Columns = "auto: { from: $.body }\ncolumns: { _rescued: { rescued: { scope: [body] } } }";

        var failed = Encode(Plan(table, $"{Columns}\ndefaults: {{ on_error: fail }}"), body);
        var skipped = Encode(Plan(table, $"{Columns}\ndefaults: {{ on_error: skip_row }}"), body);
        var unset = Encode(Plan(table, $"{Columns}\ndefaults: {{ on_error: to_null }}"), body);
        var rescued = Encode(Plan(table, $"{Columns}\ndefaults: {{ on_error: rescue }}"), body);

        Assert.Equal("v", failed.Error!.Column);
        Assert.Equal((0, null), (skipped.Rows.Count, skipped.Error));
        Assert.Equal([null, null], Decode(table, Assert.Single(unset.Rows)));
        var row = Decode(table, Assert.Single(rescued.Rows));
        Assert.Null(row[0]);
        // What a VARIANT refuses, a rescued column of that type has as a text.
        if (type == "VARIANT")
        {
            Assert.Equal(
                $"{{\"/body/v\":{json}}}", JsonDocument.Parse((ReadOnlyMemory<byte>)row[1]!).RootElement.GetString());
            return;
        }
        Assert.True(
            JsonElement.DeepEquals(
                JsonDocument.Parse(json).RootElement,
                JsonDocument.Parse((ReadOnlyMemory<byte>)row[1]!).RootElement.GetProperty("/body/v")));
    }

    [Theory]
    [InlineData("v ARRAY<INT> NOT NULL", "{}", "missing")]
    [InlineData("v ARRAY<INT> NOT NULL", """{"v":null}""", "null")]
    [InlineData("v ARRAY<INT> NOT NULL", """{"v":[]}""", "none")]
    [InlineData("v ARRAY<DATE> NOT NULL", "{}", "missing")]
    [InlineData("v ARRAY<STRUCT<x: DATE>> NOT NULL", """{"v":null}""", "null")]
    [InlineData("v MAP<STRING, STRING> NOT NULL", "{}", "missing")]
    [InlineData("v MAP<STRING, STRUCT<x: DATE>> NOT NULL", "{}", "missing")]
    [InlineData("v STRUCT<x: ARRAY<INT> NOT NULL>", """{"v":{}}""", "missing")]
    [InlineData("v STRUCT<x: ARRAY<DATE> NOT NULL>", """{"v":{"x":null}}""", "null")]
    [InlineData("v STRUCT<x: MAP<STRING, INT> NOT NULL>", """{"v":{}}""", "missing")]
    [InlineData("v ARRAY<STRUCT<x: INT NOT NULL>>", """{"v":[{}]}""", "missing")]
    [InlineData("v ARRAY<STRUCT<x: INT>>", """{"v":[{}]}""", "none")]
    [InlineData("v STRUCT<x: INT NOT NULL>", "{}", "none")]
    public void Encode_NotNullAtAnyDepth_NeedsAValue(string column, string body, string code)
    {
        var table = Table(column);
        string[] policies = ["", "\ndefaults: { on_missing: to_null, on_null: to_null }"];
        foreach (var policy in policies)
        {
            var (_, error) = Encode(Plan(table, "auto: { from: $.body }" + policy), body);

            Assert.Equal(code, error?.Code.ToText() ?? "none");
        }
    }

    [Theory]
    [InlineData("DATE", "2026-03-01", "none")]
    [InlineData("TIMESTAMP", "2026-03-01T12:00:00Z", "none")]
    [InlineData("TIMESTAMP", "yesterday", "time_syntax")]
    [InlineData("DECIMAL(4,2)", "1e1", "none")]
    [InlineData("DECIMAL(4,2)", "123", "decimal_precision")]
    [InlineData("VARCHAR(2)", "ab", "none")]
    [InlineData("VARCHAR(2)", "abc", "text_length")]
    [InlineData("TINYINT", "128", "number_range")]
    public void Encode_KeyOfAMap_HasTheTypeOfTheTable(string type, string key, string code)
    {
        foreach (var value in new[] { "STRING", "STRUCT<x: DATE>" })
        {
            var table = Table($"v MAP<{type}, {value}>");
            var body = $$"""{"v":{"{{key}}": {{(value == "STRING" ? "\"a\"" : "{}")}} } }""";

            var (rows, error) = Encode(Plan(table, "auto: { from: $.body }"), body);

            Assert.Equal(code, error?.Code.ToText() ?? "none");
            if (error is null) Assert.NotNull(Decode(table, Assert.Single(rows))[0]);
        }
    }

    [Theory]
    [InlineData("v VARCHAR(3)", "columns: { v: { const: abcd } }", "text_length")]
    [InlineData("v TINYINT", "columns: { v: { from: $.body.v, default: 128 } }", "number_range")]
    [InlineData("v ARRAY<DECIMAL(4,2)>", "columns: { v: { from: $.body.v, null_items: default } }", "decimal_syntax")]
    public void Compile_ConstantThatTheColumnRefuses_IsAnError(string column, string mapping, string code)
    {
        var problem = Assert.Single(Compile(Table(column), mapping).Diagnostics);

        Assert.Equal(DiagnosticCodes.TypeMismatch, problem.Code);
        Assert.Contains(code, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MessageThatNoTableCanHave_SaysWhyForEachField()
    {
        var set = new FileDescriptorSet
        {
            File =
            {
                new FileDescriptorProto
                {
                    Name = "t.proto",
                    MessageType =
                    {
                        new DescriptorProto
                        {
                            Name = "t",
                            Field =
                            {
                                Field("a", 1, FieldDescriptorProto.Types.Type.Uint64),
                                Field("b", 2, FieldDescriptorProto.Types.Type.Int64),
                                Field("c", 3, FieldDescriptorProto.Types.Type.Message, ".t"),
                            },
                        },
                    },
                },
            },
        };

        var types = DescriptorTypes.Read(ProtoSet.Write(set), "t")!;

        Assert.Equal(["a: uint64 has no Delta type", "c: t contains itself"], types.Problems.Select(p => p.Split([';', '.'])[0]));
        Assert.Null(DescriptorTypes.Read(ProtoSet.Write(set), "other"));
        Assert.Null(DescriptorTypes.Read(new byte[] { 1, 2, 3 }, "t"));
    }

    private static FieldDescriptorProto Field(
        string name, int number, FieldDescriptorProto.Types.Type type, string typeName = "") => new()
        {
            Name = name,
            Number = number,
            Type = type,
            TypeName = typeName,
            Label = FieldDescriptorProto.Types.Label.Optional,
        };

    private static CatalogTable Table(string columns) =>
        CreateTableStatement.Parse($"CREATE TABLE main.test.t ({columns})").ToTable();

    /// <summary>With the descriptor set that schema pull writes.</summary>
    private static MappingCompilation Compile(CatalogTable table, string mapping)
    {
        var set = ProtoSet.Write(new FileDescriptorSet { File = { TableFile.Build(table, "t.proto") } });
        return MappingCompiler.Compile(
            Encoding.UTF8.GetBytes($"version: 1\ndescriptor: t.binpb\ntable: main.test.t\n{mapping}\n"), "t.yaml",
            new MappingCompilerOptions { Descriptors = name => new(name, set), Types = DescriptorTypes.Read });
    }

    private static MappingPlan Plan(CatalogTable table, string mapping)
    {
        var compilation = Compile(table, mapping);
        return compilation.Plan ?? throw new InvalidOperationException(DiagnosticWriter.Write(compilation.Diagnostics));
    }

    private static (IReadOnlyList<byte[]> Rows, RecordError? Error) Encode(MappingPlan plan, string body)
    {
        var text = $$"""{"Records":[{"messageId":"m","eventSource":"aws:sqs","body":{{JsonSerializer.Serialize(body)}}}]}""";
        var (encoder, message) = (plan.CreateEncoder(), plan.CreateMessage());
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.True(new SqsEventReader(bytes, bytes.Length).Read(message));
        encoder.Encode(message, new InvocationContext { IngestTime = DateTimeOffset.UnixEpoch });
        return ([.. encoder.Rows.Select(row => encoder.Bytes(row).ToArray())], encoder.Error);
    }

    private static object?[] Decode(CatalogTable table, byte[] row) =>
        new RecordDecoder(RecordLayout.For(Catalog.Protobuf.TableDescriptor.Build(table), table)).Decode(row);

    /// <summary>Values of JSON that a column takes, and others with the error of each.</summary>
    private sealed record TypeRow(string Type, string[] Good, (string Json, string Code)[] Bad)
    {
        private const string Deep = "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]";

        public static IReadOnlyList<TypeRow> All { get; } =
        [
            new("BOOLEAN", ["true", "false"], [("\"true\"", "wrong_type"), ("1", "wrong_type")]),
            new("TINYINT", ["-128", "127", "\"0\""], [("128", "number_range"), ("-129", "number_range"), ("{}", "wrong_type")]),
            new("SMALLINT", ["-32768", "32767"], [("32768", "number_range"), ("-32769", "number_range"), ("[]", "wrong_type")]),
            new("INT", ["-2147483648", "2147483647"], [("2147483648", "number_range"), ("true", "wrong_type")]),
            new("BIGINT", ["-9223372036854775808"], [("9223372036854775808", "number_range"), ("1.5", "number_fraction")]),
            new("FLOAT", ["1.5", "-0", "\"NaN\""], [("1e39", "number_range"), ("true", "wrong_type")]),
            new("DOUBLE", ["1.5", "1e308"], [("1e309", "number_range"), ("{}", "wrong_type")]),
            new(
                "DECIMAL(5,2)", ["999.99", "-999.99", "\"1.50\"", "1e2", "1.500", "0"],
                [("1000", "decimal_precision"), ("1.005", "decimal_scale"), ("\"a\"", "decimal_syntax"), ("true", "wrong_type")]),
            new("DECIMAL(38,38)", ["0.00000000000000000000000000000000000001"], [("1", "decimal_precision")]),
            new("STRING", ["\"\"", "\"a\"", "1"], [("{}", "wrong_type"), ("\"\\ud800\"", "text_encoding")]),
            // The unit is the code point: é is 2 bytes, and the last is 4 bytes and 2 units of UTF-16.
            new(
                "VARCHAR(3)", ["\"abc\"", "\"ééé\"", "\"\\u00e9ab\"", "\"😀😀😀\"", "\"\"", "123"],
                [("\"abcd\"", "text_length"), ("\"éééé\"", "text_length"), ("\"abc \"", "text_length"), ("[]", "wrong_type")]),
            new("CHAR(2)", ["\"ab\"", "\"a\""], [("\"abc\"", "text_length"), ("1234", "text_length"), ("{}", "wrong_type")]),
            new("BINARY", ["\"AQ==\"", "\"\""], [("\"!\"", "base64"), ("1", "wrong_type")]),
            new(
                "DATE", ["\"0001-01-01\"", "\"9999-12-31\""],
                [("\"2026-02-30\"", "time_range"), ("\"a\"", "time_syntax"), ("true", "wrong_type")]),
            new(
                "TIMESTAMP", ["\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999Z\""],
                [("\"0001-01-01T00:00:00+01:00\"", "time_range"), ("\"a\"", "time_syntax"), ("{}", "wrong_type")]),
            new(
                "TIMESTAMP_NTZ", ["\"0001-01-01T00:00:00\"", "\"9999-12-31T23:59:59.999999\""],
                [("\"2026-13-01T00:00:00\"", "time_range"), ("\"a\"", "time_syntax"), ("{}", "wrong_type")]),
            new(
                "VARIANT", ["1", "\"a\"", "true", "{\"a\":[{}]}", Deep, """{"a":{"a":1},"b":{"a":1}}"""],
                [("""{"a":1,"a":2}""", "duplicate_key"), ("""[{"a":{"b":1,"\u0062":2}}]""", "duplicate_key"),
                    ("\"\\ud800\"", "text_encoding")]),
        ];
    }
}
