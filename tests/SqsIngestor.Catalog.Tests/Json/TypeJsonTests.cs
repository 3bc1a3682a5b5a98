using System.Text;
using System.Text.Json;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Json;

public sealed class TypeJsonTests
{
    [Theory]
    [InlineData("struct<order id:int>", """{"type":"struct","fields":[{"name":"order id","type":"integer"}]}""",
        "STRUCT<`order id`: INT>")]
    [InlineData("struct<x:int>",
        """{"type":"struct","fields":[{"name":"x","type":"integer","nullable":false,"metadata":{"comment":"c"}}]}""",
        "STRUCT<x: INT NOT NULL COMMENT 'c'>")]
    [InlineData(null, "\"long\"", "BIGINT")]
    [InlineData(null, "\"byte\"", "TINYINT")]
    [InlineData(null, "\"short\"", "SMALLINT")]
    [InlineData(null, "\"decimal(18,2)\"", "DECIMAL(18,2)")]
    [InlineData(null, "\"timestamp_ntz\"", "TIMESTAMP_NTZ")]
    [InlineData(null, """{"type":"array","elementType":"double","containsNull":true}""", "ARRAY<DOUBLE>")]
    [InlineData(null, """{"type":"map","keyType":"string","valueType":{"type":"array","elementType":"date"}}""",
        "MAP<STRING, ARRAY<DATE>>")]
    [InlineData("int", "\"long\"", "BIGINT")]
    [InlineData("varchar(16)", "\"string\"", "VARCHAR(16)")]
    [InlineData("string", "\"string\"", "STRING")]
    [InlineData("int", "\"string\"", "STRING")]
    [InlineData("bigint", "{}", "BIGINT")]
    [InlineData("bigint", "not json", "BIGINT")]
    [InlineData("bigint", null, "BIGINT")]
    [InlineData(null, "{\"type\":\"udt\",\"sqlType\":\"string\"}", "POINT")]
    [InlineData("time(6)", "\"time(6)\"", "time(6)")]
    [InlineData("struct<a:int,A:int>",
        """{"type":"struct","fields":[{"name":"a","type":"integer"},{"name":"A","type":"integer"}]}""",
        "struct<a:int,A:int>")]
    public void Read_TypeJson_DecidesAndTypeTextFillsGaps(string? text, string? json, string expected)
    {
        // As a type alone, and as the field that the catalog writes.
        foreach (var written in new[] { json, Field(json) })
        {
            var column = Read(new { name = "c", type_text = text, type_name = "POINT", type_json = written });

            Assert.Equal(expected, column.Type.ToString());
        }
    }

    [Theory]
    [InlineData("\"geography(OGC:CRS84, SPHERICAL)\"", "this program does not know the type geography(OGC:CRS84, SPHERICAL)")]
    [InlineData("""{"type":"array","elementType":"time(6)"}""", "this program does not know the type time(6)")]
    [InlineData("""{"type":"udt","class":"org.x.Vector","sqlType":"string"}""",
        "this program does not know the type org.x.Vector")]
    [InlineData("""{"type":"struct","fields":[{"name":"a","type":"long"},{"name":"A","type":"long"}]}""",
        "a STRUCT in it has two fields 'A', as names are the same in either case. Use a name of its own for each.")]
    [InlineData("""{"type":"struct"}""", "its type_json has a STRUCT without fields")]
    [InlineData("""{"type":"struct","fields":[{"type":"long"}]}""", "its type_json has a field without a name")]
    [InlineData("""{"type":"map","keyType":"string"}""", "its type_json has a part without a type")]
    [InlineData("""{"type":""", "its type_json is not JSON, or is nested too deeply. Use the whole answer of GET /tables/")]
    [InlineData("5", "its type_json is not a type. Use the whole answer of GET /tables/{full_name}.")]
    [InlineData(null, "it has no type_json, type_text or type_name. Use the whole answer of GET /tables/{full_name}.")]
    public void Find_TypeJsonThatIsNotAKnownType_SaysWhatIsWrong(string? json, string reason)
    {
        foreach (var written in new[] { json, json is "5" or """{"type":""" ? json : Field(json) })
        {
            var column = Read(new { name = "c", type_json = written });

            var part = Assert.Single(UnsupportedTypes.Find(new CatalogTable(new TableName("a", "b", "c"), [column])));
            Assert.StartsWith($"c: {reason}", part.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(null, false, false)]
    [InlineData(null, null, true)]
    public void Read_Nullable_IsTheColumnsAndThenThatOfTypeJson(bool? column, bool? field, bool expected)
    {
        var json = JsonSerializer.Serialize(new { name = "c", type = "long", nullable = field });

        Assert.Equal(expected, Read(new { name = "c", type_json = json, nullable = column }).Nullable);
    }

    [Fact]
    public void Read_UnknownTypeThatTheTableGenerates_IsGenerated()
    {
        const string Json = """{"name":"c","type":"time(6)","metadata":{"delta.generationExpression":"now()"}}""";

        Assert.True(Read(new { name = "c", type_json = Json }).IsGenerated);
    }

    [Theory]
    [InlineData("LONG", null, null, "BIGINT")]
    [InlineData("DECIMAL", 18, 2, "DECIMAL(18,2)")]
    [InlineData("DECIMAL", null, null, "DECIMAL")]
    [InlineData("STRUCT", null, null, "STRUCT")]
    [InlineData(null, null, null, "UNKNOWN")]
    public void Read_TypeNameAlone_IsUsedIfItIsWhole(string? name, int? precision, int? scale, string expected)
    {
        var column = Read(new { name = "c", type_name = name, type_precision = precision, type_scale = scale });

        Assert.Equal(expected, column.Type.ToString());
    }

    [Theory]
    [InlineData("""{"delta.identity.start":7,"delta.identity.step":2,"delta.identity.allowExplicitInsert":false}""",
        "GENERATED ALWAYS AS IDENTITY (START WITH 7 INCREMENT BY 2)", true)]
    [InlineData("""{"delta.identity.start":1,"delta.identity.allowExplicitInsert":true}""",
        "GENERATED BY DEFAULT AS IDENTITY", false)]
    [InlineData("""{"delta.generationExpression":"CAST(ts AS DATE)"}""", "GENERATED ALWAYS AS (CAST(ts AS DATE))", true)]
    [InlineData("""{"CURRENT_DEFAULT":"'x'","EXISTS_DEFAULT":"'x'"}""", "DEFAULT 'x'", false)]
    [InlineData("""{"comment":"c"}""", null, false)]
    public void Read_Metadata_SaysWhatFillsTheColumn(string metadata, string? fill, bool generated)
    {
        var json = $$$"""{"name":"c","type":"long","nullable":true,"metadata":{{{metadata}}}}""";

        var column = Read(new { name = "c", type_text = "bigint", type_json = json });

        Assert.Equal((fill, generated), (column.Fill?.ToString(), column.IsGenerated));
        // What is written reads the same.
        var written = CatalogJson.Write(new CatalogTable(new TableName("a", "b", "c"), [column]));
        Assert.Equal(column, CatalogJson.Read(written).Columns[0]);
    }

    [Fact]
    public void Read_NullsAndAByteOrderMark_AreMissing()
    {
        var json = """
            {"full_name":"a.b.c","comment":null,"table_type":null,"data_source_format":null,"properties":null,"columns":[
              {"name":"x","type_text":null,"type_json":null,"type_name":"INT","position":null,"nullable":null,"comment":null}]}
            """;

        var table = CatalogJson.Read(Encoding.UTF8.GetBytes("\uFEFF" + json));

        Assert.Equal(("MANAGED", "DELTA"), (table.TableType, table.DataSourceFormat));
        Assert.Equal(new Column("x", new ScalarType(DeltaKind.Int)), Assert.Single(table.Columns));
        Assert.Empty(CatalogJson.Read("""{"full_name":"a.b.c","columns":null}"""u8.ToArray()).Columns);
    }

    [Fact]
    public void Read_TypesNestedTooDeep_LeaveTheTableReadable()
    {
        var json = "\"integer\"";
        for (var i = 0; i < 500; i++) json = $"{{\"type\":\"array\",\"elementType\":{json}}}";

        Assert.Equal("array<…>", Read(new { name = "c", type_text = "array<…>", type_json = json }).Type.ToString());
    }

    [Fact]
    public void CarriedColumns_OfATable_LeaveOutWhatRowsCanDoWithout()
    {
        var unknown = new UnknownType("time(6)");
        var number = new ScalarType(DeltaKind.Int);
        var table = new CatalogTable(new TableName("a", "b", "c"), [
            new Column("kept", number),
            new Column("odd", unknown),
            new Column("odd_with_default", unknown) { Nullable = false, Fill = new(ColumnFillKind.Default, "x") },
            new Column("generated", number) { Nullable = false, Fill = new(ColumnFillKind.IdentityAlways, "") },
            new Column("by_default", number) { Fill = new(ColumnFillKind.IdentityByDefault, "") },
            new Column("needed", unknown) { Nullable = false },
        ]);

        var carried = CarriedColumns.Of(table);

        Assert.Equal(["kept", "odd_with_default", "by_default", "needed"], carried.Table.Columns.Select(column => column.Name));
        Assert.Equal(
            [
                "odd: this program does not know the type time(6). Use a type that Zerobus supports, or a newer version of this"
                    + " program.",
                "generated: the table computes the values of this column (GENERATED ALWAYS AS IDENTITY), so it is read-only.",
            ],
            carried.LeftOut.Select(left => left.Reason));
        Assert.Equal([true, false], carried.LeftOut.Select(left => left.IsUnsupported));
        var refused = Assert.Throws<NotSupportedException>(() => TableDescriptor.Build(carried.Table)).Message;
        Assert.Contains("odd_with_default: this program", refused, StringComparison.Ordinal);
        Assert.Contains("\nneeded: this program", refused, StringComparison.Ordinal);
        Assert.Equal(
            ["missing_not_null: odd_with_default", "missing_not_null: needed"],
            DescriptorComparison.Check(
                TableDescriptor.Build(table with { Columns = [table.Columns[0]] }), table)
            .Select(finding => $"{finding.Code}: {finding.Path}"));
    }

    [Fact]
    public void CarriedColumns_MapWhoseEntryHasTheNameOfAColumn_IsLeftOutAlone()
    {
        var table = SampleTables.Table("attrs MAP<STRING, INT>, AttrsEntry INT, a_b MAP<STRING, INT>, AB MAP<STRING, INT>");

        var carried = CarriedColumns.Of(table);

        Assert.Equal(["AttrsEntry", "a_b"], carried.Table.Columns.Select(column => column.Name));
        Assert.Equal(["attrs", "AB"], carried.LeftOut.Select(left => left.Column.Name));
        Assert.StartsWith(
            "attrs: protobuf names the entries of this MAP AttrsEntry", carried.LeftOut[0].Reason, StringComparison.Ordinal);
        Assert.Empty(DescriptorComparison.Check(TableDescriptor.Build(carried.Table), table));
    }

    [Fact]
    public void Check_DescriptorOfTheCarriedColumns_FitsAndAGeneratedColumnDoesNot()
    {
        var number = new ScalarType(DeltaKind.Int);
        var table = new CatalogTable(new TableName("a", "b", "c"), [
            new Column("id", number) { Nullable = false, Fill = new(ColumnFillKind.IdentityAlways, "") },
            new Column("x", number),
        ]);

        Assert.Empty(DescriptorComparison.Check(TableDescriptor.Build(CarriedColumns.Of(table).Table), table));
        Assert.Equal(
            "generated_column: id: the table computes the values of the column (GENERATED ALWAYS AS IDENTITY), so the descriptor"
                + " must not have it.",
            Assert.Single(DescriptorComparison.Check(TableDescriptor.Build(table), table)).ToString());
    }

    [Fact]
    public void Read_MutatedCatalogJson_IsATableOrACatalogJsonException()
    {
        var text = Encoding.UTF8.GetString(CatalogJson.Write(SampleTables.Table(
            "id BIGINT NOT NULL, s STRUCT<a: VARCHAR(3) NOT NULL COMMENT 'c', `b c`: MAP<STRING, ARRAY<DECIMAL(9,2)>>>")).Span)
            .Replace("\"type_text\"", "\"type_json\":\"{\\\"name\\\":\\\"s\\\",\\\"type\\\":{\\\"type\\\":\\\"array\\\","
                + "\\\"elementType\\\":\\\"long\\\"},\\\"metadata\\\":{\\\"CURRENT_DEFAULT\\\":\\\"1\\\"}}\",\"type_text\"",
                StringComparison.Ordinal);
        Mutations.Run(text, mutated =>
        {
            var failure = Record.Exception(() => CatalogJson.Read(Mutations.Bytes(mutated)));
            Assert.True(failure is null or CatalogJsonException, $"{failure}\n{mutated}");
        });
    }

    private static string? Field(string? type) =>
        type is null || (!type.StartsWith('"') && !type.Contains("\"type\"", StringComparison.Ordinal))
            ? type
            : $$$"""{"name":"c","type":{{{type}}},"nullable":true,"metadata":{}}""";

    private static Column Read(object column) =>
        CatalogJson.Read(JsonSerializer.SerializeToUtf8Bytes(new { full_name = "a.b.c", columns = new[] { column } })).Columns[0];
}
