using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Schema;

public sealed class CompileTests
{
    [Fact]
    public async Task Compile_FileThatImports_HoldsItsImports()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["shared"]);
        File.WriteAllText(
            folder["shared", "money.proto"],
            "syntax = \"proto2\"; message Money { optional string amount = 1; // DECIMAL(18,2)\n }");
        var file = folder.Write(
            "t.proto",
            "syntax = \"proto2\"; import \"money.proto\"; import \"google/protobuf/timestamp.proto\"; message T { optional " +
            "Money price = 1; optional .google.protobuf.Timestamp at = 2; }");

        var compiled = await SqsIngestorProgram.RunAsync("schema", "compile", file, "-I", folder["shared"]);
        var sql = await SqsIngestorProgram.RunAsync("schema", "sql", folder["t.binpb"], "--table", "a.b.c");

        Assert.Equal((0, $"{folder["t.binpb"]}\n"), (compiled.ExitCode, compiled.Output));
        Assert.Equal(
            "CREATE TABLE IF NOT EXISTS a.b.c (\n  price STRUCT<amount: DECIMAL(18,2)>,\n"
                + "  at STRUCT<seconds: BIGINT, nanos: INT>\n);\n",
            sql.Output);
    }

    [Fact]
    public async Task Compile_WrongFile_PrintsWhatProtocSaysWithThePathThatWasGiven()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("t.proto", "syntax = \"proto2\";\nmessage T { optional text a = 1; }");

        var result = await SqsIngestorProgram.RunAsync("schema", "compile", file);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"{file}:2:22: error protoc_failed: \"text\" is not defined.\n", result.Errors);
        Assert.False(File.Exists(folder["t.binpb"]));
    }

    [Fact]
    public async Task Compile_FileThatIsNotThere_Is2()
    {
        var result = await SqsIngestorProgram.RunAsync("schema", "compile", "nowhere.proto");

        Assert.Equal(
            (2, "error file_unreadable: nowhere.proto: The file cannot be read: it does not exist.\n"),
            (result.ExitCode, result.Errors));
    }
}
