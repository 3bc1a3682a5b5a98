using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Tables;

/// <summary>The function meets tables of the kinds that Zerobus refuses, over real sockets.</summary>
public sealed class TargetTests
{
    private const string Table = "main.raw.t";
    private const string Sql = $"CREATE TABLE {Table} (id BIGINT)";

    [Theory]
    [MemberData(nameof(TargetTables.Refused), MemberType = typeof(TargetTables))]
    public async Task UnityCatalog_TableThatZerobusRefuses_IsAnInitErrorWithCodeReasonAndAction(string code)
    {
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(Options(folder, code)));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.StartsWith($"{code}: {Table} ", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TargetTables.Warned), MemberType = typeof(TargetTables))]
    public async Task UnityCatalog_TableThatNeedsAttention_WarnsAndRowsLand(string code)
    {
        using var folder = new TemporaryFolder();
        await using var deployment = await Deployment.StartAsync(Options(folder, code));

        Assert.Empty(Events.FailedIds(await deployment.InvokeAsync(Events.Of(("m", """{"id":7}""")))));

        Assert.Equal(7L, deployment.Query($"SELECT id FROM {Table}").Scalar);
        Assert.Contains($"something to know about a table: {code}: ", deployment.FunctionOutput, StringComparison.Ordinal);
    }

    /// <summary>With a deployed descriptor nobody asks the catalog: the service refuses the stream.</summary>
    [Theory]
    [InlineData("table_is_external", "Unsupported table kind.")]
    [InlineData("table_has_check_constraint", "Feature is not supported.")]
    public async Task DescriptorFile_TableThatZerobusRefuses_TheErrorHasTheWordsOfTheService(string code, string words)
    {
        using var folder = new TemporaryFolder();
        var sql = folder.Write("t.sql", Sql);
        Assert.Equal(
            0, (await SqsIngestorProgram.RunAsync(
                "schema", "pull", "--from-sql", sql, "--with-mapping", "--output", folder.Path)).ExitCode);
        var options = Options(folder, code) with
        {
            MappingFile = folder["mappings", "t.yaml"],
            DescriptorPath = folder["descriptors"],
        };

        var error = await Record.ExceptionAsync(async () =>
        {
            await using var deployment = await Deployment.StartAsync(options);
            var result = await deployment.InvokeAsync(Events.Of(("m", """{"id":7}""")));
            Assert.Fail($"{result.Outcome} {deployment.FunctionOutput}");
        });

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
    }

    private static DeploymentOptions Options(TemporaryFolder folder, string code) => new()
    {
        Sql = Sql,
        MappingFile = folder.Write(
            "catalog.yaml", $"version: 1\ndescriptor: unity-catalog\ntable: {Table}\nauto: {{ from: $.body }}\n"),
        DescriptorPath = folder.Path,
        BeforeStart = databricks => databricks.Tables.Create(TargetTables.Table(code, Table), replace: true),
    };
}
