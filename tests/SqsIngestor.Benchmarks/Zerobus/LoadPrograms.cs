using System.Diagnostics;
using SqsIngestor.Cli.Package;

namespace SqsIngestor.Benchmarks.Zerobus;

/// <summary>How to start the programs that write to the sink.</summary>
/// <param name="Endpoint">The address of the sink.</param>
/// <param name="AuthorityFile">The authority of its certificate.</param>
internal sealed record LoadPrograms(string Endpoint, string AuthorityFile)
{
    private const string OfficialPackage = "@databricks/zerobus-ingest-sdk-linux-x64-gnu";
    private const string LoadClient = "SqsIngestor.LoadClient";

    /// <summary>Our client, compiled just in time.</summary>
    public ProcessStartInfo Ours()
    {
        // Beside the output of this program, whose folder is that of the configuration.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return new(
            "dotnet",
            ["exec", Path.Combine(output.Parent!.Parent!.FullName, LoadClient, output.Name, $"{LoadClient}.dll"), .. Arguments]);
    }

    /// <summary>Our client as a native program, which this builds.</summary>
    public async Task<ProcessStartInfo> NativeAsync()
    {
        var root = SourceTree.RootOf(SourceTree.FunctionProject(null, ""));
        var project = Path.Combine(root, "tests", LoadClient, $"{LoadClient}.csproj");
        var runtime = TargetArchitecture.Host.RuntimeIdentifier;
        await BuildProcess.RunAsync(
            "dotnet", ["publish", project, "-c", "Release", "-r", runtime, "--nologo", "--tl:off"], static _ => { },
            "The native build failed", CancellationToken.None);
        return new(Path.Combine(root, "artifacts", "publish", LoadClient, $"release_{runtime}", LoadClient), Arguments);
    }

    /// <summary>The official client in Node.js; null, and a line that says why, if it is not installed.</summary>
    /// <param name="script">Where to write the script.</param>
    public async Task<Func<OfficialForm, ProcessStartInfo>?> OfficialAsync(string script)
    {
        var folder = Environment.GetEnvironmentVariable("OFFICIAL_SDK");
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(Path.Combine(folder, "node_modules", OfficialPackage)))
        {
            Console.WriteLine(
                $"skipped the official client: {folder ?? "OFFICIAL_SDK"} is not a folder with {OfficialPackage}. Install it on "
                    + "Linux x64, outside the checkout, and set OFFICIAL_SDK to the folder:\n  npm install --prefix "
                    + $"\"$OFFICIAL_SDK\" --no-save --no-package-lock {OfficialPackage}@1.3.0");
            return null;
        }
        if (!HasNode())
        {
            Console.WriteLine("skipped the official client: PATH has no node. Install Node.js 20 or later.");
            return null;
        }

        await using (var resource = typeof(LoadPrograms).Assembly.GetManifestResourceStream("official-client.cjs")!)
        await using (var file = File.Create(script))
            await resource.CopyToAsync(file);
        return form => new ProcessStartInfo("node", [script, Endpoint.TrimEnd('/'), $"{form.InFlight}"])
        {
            Environment = { ["SSL_CERT_FILE"] = AuthorityFile, ["OFFICIAL_SDK"] = Path.GetFullPath(folder) },
        };
    }

    private string[] Arguments => [Endpoint, AuthorityFile];

    private static bool HasNode() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(static folder => File.Exists(Path.Combine(folder, "node")));
}

/// <summary>How the official client writes.</summary>
/// <param name="Window">Requests that it begins before it waits for their offsets.</param>
/// <param name="InFlight">The most unacked requests of its stream.</param>
internal sealed record OfficialForm(int Window, int InFlight);
