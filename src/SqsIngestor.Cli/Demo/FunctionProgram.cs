using SqsIngestor.Catalog;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Demo;

/// <summary>The Lambda program that comes with this one, and the environment that it needs.</summary>
internal static class FunctionProgram
{
    public static LocalLambdaOptions Options(DemoOptions options, LocalDatabricks databricks, TableName table, FunctionLog log) => new()
    {
        FileName = Path.Combine(AppContext.BaseDirectory, "lambda", OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap"),
        // A first start on a busy machine also compiles the program's code.
        InitTimeout = TimeSpan.FromSeconds(30),
        OnOutput = log.Add,
        Environment = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.ToString(),
            ["TABLE_NAME"] = table.ToString(),
            ["MAPPING_FILE"] = options.Mapping.FullName,
            ["DESCRIPTOR_PATH"] = options.Descriptor.FullName,
        },
    };
}
