using CsCheck;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Protobuf.Files;

public sealed class TableFileTests
{
    [Fact]
    public void Table_ToProtoToDescriptorToSql_IsTheSameTable() => CatalogGen.ExpressibleTable.Sample(
        table =>
        {
            var set = Compile(ProtoText.Write(TableFile.Build(table, "t.proto")));

            var read = MessageTable.Read(set, "table_t");
            var sql = CreateTableText.Write(read);

            Assert.Equal(table.Name, read.Name);
            Assert.Equal(CreateTableText.Write(table), sql);
            Assert.Equal(table.Columns, CreateTableStatement.Parse(sql).ToTable().Columns);
        },
        iter: 60);

    [Fact]
    public void Protoc_OfTheText_GivesTheMessageThatIsBuiltWithoutIt() => CatalogGen.ExpressibleTable.Sample(
        table =>
        {
            var compiled = Compile(ProtoText.Write(TableFile.Build(table, "t.proto"))).File[^1].MessageType[0];

            Assert.Equal(Normal(TableDescriptor.Build(table)), Normal(compiled));
        },
        iter: 60);

    [Fact]
    public void Build_NestedTypes_HaveTheNamesOfDatabricksGenerator()
    {
        var table = SampleTables.Table(
            "id INT NOT NULL, address STRUCT<street_name: STRING, geo: STRUCT<lat: DOUBLE>>, order_lines ARRAY<STRUCT<sku: " +
            "STRING>>, by_day MAP<STRING, STRUCT<n: BIGINT>>, props MAP<STRING, STRING> NOT NULL");

        var text = ProtoText.Write(TableFile.Build(table, "t.proto"));

        Assert.Equal(
            """
            syntax = "proto2";

            // main.test.t
            message table_t {
              required int32 id = 1; // INT NOT NULL
              optional Address address = 2; // STRUCT<street_name: STRING, geo: STRUCT<lat: DOUBLE>>
              repeated OrderLines order_lines = 3; // ARRAY<STRUCT<sku: STRING>>
              map<string, ByDay> by_day = 4; // MAP<STRING, STRUCT<n: BIGINT>>
              map<string, string> props = 5; // MAP<STRING, STRING> NOT NULL

              message Address {
                optional string street_name = 1; // STRING
                optional Geo geo = 2; // STRUCT<lat: DOUBLE>

                message Geo {
                  optional double lat = 1; // DOUBLE
                }
              }

              message OrderLines {
                optional string sku = 1; // STRING
              }

              message ByDay {
                optional int64 n = 1; // BIGINT
              }
            }

            """, text);
    }

    [Fact]
    public void Build_ColumnsBeyond18999_LeaveOutTheNumbersOfProtobuf() => Assert.Equal(
        [18_998, 18_999, 20_000, 20_001], new[] { 18_997, 18_998, 18_999, 19_000 }.Select(TableDescriptor.FieldNumber));

    [Fact]
    public void Build_WordsOfTheLanguageAsNames_AreTakenByProtoc()
    {
        string[] words = [
            "syntax", "import", "option", "package", "message", "enum", "service", "rpc", "returns", "reserved", "to", "max",
            "string", "int64", "oneof", "map", "extensions", "group", "required", "true"];
        var table = SampleTables.Table(
            string.Join(", ", words.Select(w => $"`{w}` MAP<STRING, STRUCT<`{w}`: STRING>>")) + ", " + string
            .Join(", ", words.Select(w => $"{w}_ STRUCT<`{w}`: INT NOT NULL>")));

        var set = Compile(ProtoText.Write(TableFile.Build(table, "t.proto")));

        Assert.Equal(table.Columns, MessageTable.Read(set, "table_t").Columns);
    }

    [Theory]
    [InlineData("`a b` INT", "a b: protobuf does not allow this name. Use a name of ASCII letters")]
    [InlineData("`1st` INT", "1st: protobuf does not allow this name.")]
    [InlineData("naïve INT", "naïve: protobuf does not allow this name.")]
    [InlineData("s STRUCT<`x-y`: INT>", "s.x-y: protobuf does not allow this name.")]
    [InlineData("a_b MAP<INT, INT>, aB MAP<INT, INT>", "aB: protobuf names the entries of this MAP ABEntry")]
    [InlineData("_1a MAP<INT, INT>", "_1a: protobuf names the entries of this MAP 1aEntry, and no message starts with a digit")]
    [InlineData("a MAP<INT, INT>, AEntry INT", "a: protobuf names the entries of this MAP AEntry")]
    public void Build_NameThatProtobufCannotHave_IsRefused(string columns, string message)
    {
        var e = Assert.Throws<NotSupportedException>(() => TableFile.Build(SampleTables.Table(columns), "t.proto"));

        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    private static FileDescriptorSet Compile(string text)
    {
        using var folder = new TemporaryFolder();
        var set = ProtocProgram.Compile(new FileInfo(folder.Write("t.proto", text)), []);
        return ProtoSet.TryParse(ProtoSet.Write(set))!;
    }

    /// <summary>Without JSON names, which protoc adds, and with nested types in one order.</summary>
    private static string Normal(DescriptorProto message)
    {
        var clone = message.Clone();
        Clear(clone);
        return clone.ToString();

        static void Clear(DescriptorProto m)
        {
            foreach (var field in m.Field) field.ClearJsonName();
            foreach (var nested in m.NestedType) Clear(nested);
            var sorted = m.NestedType.OrderBy(nested => nested.Name, StringComparer.Ordinal).ToList();
            m.NestedType.Clear();
            m.NestedType.Add(sorted);
        }
    }
}
