using SqsIngestor.Catalog;
using SqsIngestor.Cli.Package;
using SqsIngestor.Cli.Package.Elf;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;

namespace SqsIngestor.Cli.Demo;

/// <summary>The Lambda program, how it is started, and the environment that it needs.</summary>
internal static class FunctionProgram
{
    public static LocalLambdaOptions Options(DemoOptions options, LocalDatabricks databricks, TableName table, FunctionLog log)
    {
        var program = options.Function?.FullName ?? Path.Combine(AppContext.BaseDirectory, "lambda", OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap");
        var emulator = options.Function is { } own ? ProcessorEmulator(own) : null;
        return new()
        {
            FileName = emulator ?? program,
            Arguments = emulator is null ? [] : [program],
            TaskRoot = Path.GetDirectoryName(program),
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

    /// <summary>QEMU for a program of another processor; null for one of this, or for what is no native program.</summary>
    private static string? ProcessorEmulator(FileInfo program)
    {
        ElfFile elf;
        try
        {
            elf = ElfFile.Parse(Files.Read(program));
        }
        catch (FormatException)
        {
            return null;
        }
        if (elf.Machine == TargetArchitecture.Host.Machine) return null;
        return elf.Machine == ElfMachine.Arm64 ? "qemu-aarch64-static" : "qemu-x86_64-static";
    }
}
