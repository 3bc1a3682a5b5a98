using SqsIngestor.Catalog;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Sts;

namespace SqsIngestor.Cli.Local;

/// <summary>The files that the Lambda program runs with.</summary>
/// <param name="Mapping">The mapping file.</param>
/// <param name="Descriptor">The descriptor set, or the folder of descriptor sets.</param>
/// <param name="Authority">The certificate of the CA to trust instead of the system's; null for the system's.</param>
/// <param name="Program">The Lambda program; null for the bundled one.</param>
internal sealed record FunctionArguments(
    FileInfo Mapping, FileSystemInfo Descriptor, FileInfo? Authority = null, FileInfo? Program = null)
{
    /// <summary>Gives the program its identity tokens instead of a secret; null for a secret.</summary>
    public LocalSecurityTokenService? Sts { get; init; }

    /// <summary>DELIVERY_FOLDER of exactly-once-preview, which lasts as long as the server; null for at-least-once.</summary>
    public string? Journals { get; init; }
}

/// <summary>How to start the Lambda program, and with which environment.</summary>
internal static class FunctionProgram
{
    public static LocalLambdaOptions Options(
        FunctionArguments files, LocalDatabricks databricks, TableName? table, FunctionLog log)
    {
        var environment = new Dictionary<string, string>
        {
            ["DATABRICKS_HOST"] = databricks.WorkspaceUrl.ToString(),
            ["DATABRICKS_CLIENT_ID"] = databricks.ClientId,
            ["ZEROBUS_ENDPOINT"] = databricks.ZerobusEndpoint.ToString(),
            ["MAPPING_FILE"] = files.Mapping.FullName,
            ["DESCRIPTOR_PATH"] = files.Descriptor.FullName,
        };
        if (files.Sts is { } sts)
        {
            environment["DATABRICKS_AUTH_TYPE"] = "aws-identity";
            environment["AWS_ENDPOINT_URL_STS"] = sts.Endpoint.ToString();
            environment["AWS_ACCESS_KEY_ID"] = sts.Credentials.AccessKeyId;
            environment["AWS_SECRET_ACCESS_KEY"] = sts.Credentials.SecretAccessKey;
            environment["AWS_SESSION_TOKEN"] = sts.Credentials.SessionToken;
        }
        else
        {
            environment["DATABRICKS_CLIENT_SECRET"] = databricks.ClientSecret;
        }

        if (files.Journals is { } journals)
        {
            environment["DELIVERY"] = "exactly-once-preview";
            environment["DELIVERY_FOLDER"] = journals;
        }

        if (table is not null) environment["TABLE_NAME"] = table.ToString();
        // .NET, like most programs on Linux, trusts the CAs of this file instead of the system's.
        if (files.Authority is { } authority) environment["SSL_CERT_FILE"] = authority.FullName;
        var (fileName, arguments, folder) = Command(files.Program, environment);
        Verbosity.Say($"starting {fileName} with {string.Join(", ", environment.Keys)}");
        return new LocalLambdaOptions
        {
            FileName = fileName,
            Arguments = arguments,
            TaskRoot = folder,
            OnOutput = log.Add,
            Environment = environment,
        };
    }

    /// <summary>The program with its arguments, and the folder of the function. Adds variables that the program needs.</summary>
    private static (string FileName, string[] Arguments, string? Folder) Command(
        FileInfo? program, Dictionary<string, string> environment)
    {
        if (program is not null)
        {
            var (fileName, arguments) = Qemu.Command(program, Environment.GetEnvironmentVariable) ?? (program.FullName, []);
            return (fileName, arguments, program.DirectoryName);
        }
        var bundled = BundledFunction.Command();
        foreach (var (name, value) in bundled.Variables) environment[name] = value;
        return (bundled.FileName, bundled.Arguments, bundled.TaskRoot);
    }
}
