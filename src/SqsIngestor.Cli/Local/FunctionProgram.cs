using SqsIngestor.Catalog;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Local;

/// <summary>The Lambda program, how it is started, and the environment that it needs.</summary>
internal static class FunctionProgram
{
    public static LocalLambdaOptions Options(FunctionFiles files, LocalDatabricks databricks, TableName? table, FunctionLog log)
    {
        var environment = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret,
            ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.ToString(),
            ["MAPPING_FILE"] = files.Mapping.FullName,
            ["DESCRIPTOR_PATH"] = files.Descriptor.FullName,
        };
        if (table is not null) environment["TABLE_NAME"] = table.ToString();
        // .NET, as most programs on Linux, trusts what is in this file instead of the system's authorities.
        if (files.Authority is { } authority) environment["SSL_CERT_FILE"] = authority.FullName;
        var program = files.Program?.FullName ?? Path.Combine(AppContext.BaseDirectory, "lambda", OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap");
        var emulator = files.Program is { } own ? Qemu.Command(own, Environment.GetEnvironmentVariable) : null;
        return new LocalLambdaOptions
        {
            FileName = emulator?.FileName ?? program,
            Arguments = emulator?.Arguments ?? [],
            TaskRoot = Path.GetDirectoryName(program),
            // A first start on a busy machine also compiles the program's code.
            InitTimeout = TimeSpan.FromSeconds(30),
            OnOutput = log.Add,
            Environment = environment,
        };
    }
}
