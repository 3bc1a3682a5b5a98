using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Protobuf.Files;

public sealed class MessageTableTests
{
    [Fact]
    public void Read_CommentsThatAreNoTypes_LeaveTheProtobufTypes()
    {
        var table = Read("""
            syntax = "proto2";
            message T {
              optional int64 a = 1; // the order's key
              optional int64 b = 2; // TIMESTAMP, microseconds since the epoch
              optional int64 c = 3; // STRING
              optional int64 d = 4; // DATE
              optional string e = 5; // DECIMAL(18,2) NOT NULL
              required string f = 6;
              repeated string g = 7; // ARRAY<DECIMAL(5,1)> NOT NULL
              optional uint32 h = 8;
              repeated S i = 9; // ARRAY<STRUCT<x: TIMESTAMP COMMENT 'when', y: BIGINT>>
              message S {
                optional int64 x = 1;
                optional int64 y = 2; /* TIMESTAMP_NTZ */
              }
            }
            """);

        Assert.Equal(
            """
            CREATE TABLE IF NOT EXISTS main.default.T (
              a BIGINT,
              b TIMESTAMP,
              c BIGINT,
              d BIGINT,
              e DECIMAL(18,2),
              f STRING NOT NULL,
              g ARRAY<DECIMAL(5,1)> NOT NULL,
              h BIGINT,
              i ARRAY<STRUCT<x: TIMESTAMP COMMENT 'when', y: TIMESTAMP_NTZ>>
            );

            """,
            CreateTableText.Write(table));
    }

    [Fact]
    public void Read_Hints_AreStrongerThanComments()
    {
        var set = Compile("syntax = \"proto2\"; message T { optional int64 a = 1; // TIMESTAMP\n }");

        var table = MessageTable.Read(set, "T", hints: path => path == "a" ? new ScalarType(DeltaKind.TimestampNtz) : null);

        Assert.Equal("TIMESTAMP_NTZ", table.Columns[0].Type.ToString());
    }

    [Theory]
    [InlineData("message T { optional T a = 1; }", "a: T contains itself; a STRUCT cannot.")]
    [InlineData(
        "message T { optional fixed64 a = 1; }", "a: fixed64 has no Delta type. Use int64, or string for a DECIMAL(20,0).")]
    [InlineData("message U { optional int32 a = 1; }", "the set has no message T.")]
    public void Read_MessageThatIsNoTable_IsRefused(string text, string message)
    {
        var set = Compile($"syntax = \"proto2\"; {text}");

        Assert.Equal(message, Assert.Throws<MessageTableException>(() => MessageTable.Read(set, "T")).Message);
    }

    [Fact]
    public void Write_FileOfAnotherKind_IsTheFileAgain()
    {
        const string Text = """
            syntax = "proto3";

            package p.q;

            import "google/protobuf/timestamp.proto";

            enum Top {
              option allow_alias = true;
              ZERO = 0;
              NULL = 0;
            }

            // above
            message T {
              int32 a = 1;
              optional string b = 2; // behind
              // goes on
              oneof choice {
                .google.protobuf.Timestamp at = 3;
                Inner inner = 4;
              }
              map<int64, .p.q.Top> tops = 5;
              repeated bytes rest = 6;

              enum Kind {
                // the first
                NONE = 0;
              }

              message Inner {
                Kind kind = 1;
              }
            }

            """;

        var text = ProtoText.Write(Compile(Text).File[^1]);

        // A type of the message around it is written in full.
        Assert.Equal(
            Text.Replace("    Kind kind", "    .p.q.T.Kind kind", StringComparison.Ordinal)
            .Replace("// behind\n  // goes on", "// behind", StringComparison.Ordinal),
            text.Replace("  // goes on\n", "", StringComparison.Ordinal));
        Assert.Equal(text, ProtoText.Write(Compile(text).File[^1]));
    }

    private static SqsIngestor.Catalog.CatalogTable Read(string text) => MessageTable.Read(Compile(text), "T");

    private static FileDescriptorSet Compile(string text)
    {
        using var folder = new TemporaryFolder();
        return ProtocProgram.Compile(new FileInfo(folder.Write("t.proto", text)), []);
    }
}
