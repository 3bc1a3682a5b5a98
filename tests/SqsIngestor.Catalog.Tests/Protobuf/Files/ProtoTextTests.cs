using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Protobuf.Files;

public sealed class ProtoTextTests
{
    [Theory]
    [InlineData("""
        edition = "2023";
        package p;
        option features.field_presence = IMPLICIT;
        enum E { option features.enum_type = CLOSED; A = 0; B = 1 [deprecated = true]; reserved 7; reserved Z; }
        message T {
          int32 a = 1 [features.field_presence = LEGACY_REQUIRED];
          int32 b = 2 [features.field_presence = EXPLICIT, default = 4];
          repeated int32 c = 3 [features.repeated_field_encoding = EXPANDED];
          G g = 4 [features.message_encoding = DELIMITED];
          string s = 5 [features.utf8_validation = NONE, json_name = "other"];
          reserved 7, 9 to 11, 1000 to max;
          reserved foo;
          extensions 100 to 200;
          map<int32, G> m = 12;
          oneof choice { string one = 13; G two = 14; }
          message G { int32 x = 1; }
        }
        """)]
    [InlineData("""
        syntax = "proto2";
        package p;
        message T {
          optional group Data = 1 { optional int32 x = 1; repeated group Inner = 2 { required string y = 1; } }
          repeated group Many = 2 { optional T t = 1; }
          oneof choice { group Chosen = 3 { optional bool b = 1; } string other = 4; }
          optional string s = 5 [default = "a\"b\\c\n\001é"];
          optional bytes bin = 6 [default = "\000\377\""];
          optional float inf = 7 [default = -inf];
          optional E e = 8 [default = TWO];
          repeated int32 packed = 9 [packed = true, deprecated = true];
          enum E { option allow_alias = true; ONE = 1; TWO = 2; PAIR = 2; MINUS = -1; reserved 5 to 9, 20 to max; }
          extensions 100 to max;
          reserved "old_name";
        }
        """)]
    [InlineData("""
        syntax = "proto3";
        import public "google/protobuf/timestamp.proto";
        option deprecated = true;
        message T { optional int32 a = 1; int32 b_c = 2; repeated int32 d = 3 [packed = false]; google.protobuf.Timestamp t = 4; }
        """)]
    public void Write_CompiledFile_CompilesToTheSameFile(string text)
    {
        var file = Compile(text);

        var written = ProtoText.Write(file);
        var again = Compile(written);

        Assert.Equal(Plain(file), Plain(again));
    }

    [Theory]
    [InlineData(UnsupportedTypes.MostNested, true)]
    [InlineData(UnsupportedTypes.MostNested + 1, false)]
    public void Build_StructsInsideEachOther_AreRefusedWhereProtocRefusesThem(int depth, bool fits)
    {
        DeltaType type = new ScalarType(DeltaKind.Int);
        for (var i = 0; i < depth; i++) type = new StructType([new StructField("x", type)]);
        var table = new CatalogTable(new TableName("a", "b", "c"), [new Column("x", type)]);

        var unsupported = UnsupportedTypes.Find(table);

        Assert.Equal(fits, unsupported.Count == 0);
        if (fits) Assert.Equal("c.proto", Compile(ProtoText.Write(TableFile.Build(table, "c.proto")), "c.proto").Name);
        else Assert.Equal($"protobuf allows {depth - 1} STRUCTs inside each other", Assert.Single(unsupported).Reason);
    }

    [Fact]
    public void Page_OfTables_HasTheLimitOfStructsInsideEachOther() =>
        Assert.Contains(
            $"At most {UnsupportedTypes.MostNested} STRUCTs are inside each other",
            File.ReadAllText(RepositoryFiles.PathOf("docs", "reference", "schemas.md")), StringComparison.Ordinal);

    /// <summary>Without the places of the source.</summary>
    private static FileDescriptorProto Plain(FileDescriptorProto file)
    {
        var plain = file.Clone();
        plain.SourceCodeInfo = null;
        return plain;
    }

    private static FileDescriptorProto Compile(string text, string name = "t.proto")
    {
        using var folder = new TemporaryFolder();
        return ProtocProgram.Compile(new FileInfo(folder.Write(name, text)), []).File[^1];
    }
}
