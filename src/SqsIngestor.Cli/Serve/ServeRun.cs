using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Hosting;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;

namespace SqsIngestor.Cli.Serve;

/// <summary>One run of the server: starts everything, prints the addresses, and runs until it is stopped.</summary>
internal sealed class ServeRun(ServeOptions options, IAnsiConsole console)
{
    private readonly ReadyFile _ready = new(options.ReadyFile ?? ReadyFile.Default);
    private readonly FunctionLog _log = new();
    private readonly ServeOutput _output = new(console);
    private IReadOnlyList<int> _taken = [];

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        _ready.RefuseOther();
        using var alone = _ready.Lock();
        await CheckAloneAsync(cancellation);
        using var authority = OpenAuthority();
        using var warnings = new ServerWarnings(_output.Warned);
        try
        {
            var authorityFile = authority is null
                ? null
                : options.Authority is { } kept
                ? new FileInfo(Path.Combine(kept.FullName, AuthorityFolder.CertificateName))
                : _ready.WriteAuthority(authority.AuthorityPem);
            await using var databricks = await console.StepAsync("Starting a local Databricks", () =>
                StartDatabricksAsync(authority, warnings, cancellation));
            _output.Started(databricks, authorityFile);
            _output.HasOtherPorts(_taken);
            var tables = options.Sql.SelectMany(file => LocalParts.CreateTables(databricks, file, options.Variables)).ToList();
            options.Variables.RefuseUnused();
            _output.Created(tables.Select(table => table.Name), options);
            await using var sts = options.AwsIdentity ? await LocalParts.StartStsAsync(databricks, cancellation) : null;
            if (sts is not null) _output.Started(sts, databricks.FederationPolicies.All);
            using var journals = options.ExactlyOnce ? TemporaryDirectory.Create() : null;
            await using var function = options.Function is { } files
                ? await StartFunctionAsync(
                    databricks, tables,
                    files with { Authority = authorityFile, Sts = sts, Journals = journals?.Path }, cancellation)
                : null;
            await using var control = await ControlServer.StartAsync(databricks, function, cancellation);
            var info = Describe(databricks, control.Info, authorityFile);
            _ready.Write(info);
            _output.Ready(info, options);
            _output.Problems(_log.TakeProblems());
            await ServerLifetime.RunAsync(function?.Completion, cancellation);
            warnings.Stop();
            _output.Stopping();
        }
        finally
        {
            _ready.Remove();
        }

        return ExitCodes.Success;
    }

    /// <summary>Refuses to start if the server of the ready file still answers: an older version has no lock.</summary>
    private async Task CheckAloneAsync(CancellationToken cancellation)
    {
        if (_ready.TryRead() is not { } other) return;
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var response = await client.GetAsync(new Uri(other.Control.Url, "/queue"), cancellation);
        }
        catch (Exception e) when (
            e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return;
        }

        throw CliErrors.ServerRunning.Because(
            $"Process {other.ProcessId} serves with the same ready file. Stop it, or use another --ready-file.");
    }

    private DevelopmentAuthority? OpenAuthority()
    {
        if (!options.Tls) return null;
        if (options.Authority is not { } folder) return new DevelopmentAuthority();
        try
        {
            return AuthorityFolder.Open(folder.FullName);
        }
        catch (AuthorityFolderException e)
        {
            throw CliErrors.AuthorityInvalid.Because(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnwritable.At(
                folder.FullName, $"The development CA cannot be read or written there: {e.Message}", e);
        }
    }

    private async Task<LocalDatabricks> StartDatabricksAsync(
        DevelopmentAuthority? authority, ServerWarnings warnings, CancellationToken cancellation)
    {
        var ports = ServePorts.Choose(options, ServePorts.IsFree);
        try
        {
            return await StartDatabricksAsync(authority, warnings, ports, cancellation);
        }
        catch (CliException e) when (e.Error == CliErrors.PortTaken && HasUsual(ports))
        {
            // Another program has opened the port since.
            return await StartDatabricksAsync(authority, warnings, ServePorts.Choose(options, _ => false), cancellation);
        }
    }

    private async Task<LocalDatabricks> StartDatabricksAsync(
        DevelopmentAuthority? authority, ServerWarnings warnings, ServePorts ports, CancellationToken cancellation)
    {
        var defaults = new LocalDatabricksOptions();
        var databricks = await LocalParts.StartDatabricksAsync(
            defaults with
            {
                ClientId = options.ClientId ?? defaults.ClientId,
                ClientSecret = options.ClientSecret ?? defaults.ClientSecret,
                DatabaseFile = options.Database?.FullName,
                StoreRows = options.StoreRows,
                PersistentStreams = options.PersistentStreams,
                AckDelay = options.AckDelay,
                WorkspacePort = ports.Workspace,
                ZerobusPort = ports.Zerobus,
                Certificate = authority?.ServerCertificate,
                LoggerFactory = warnings,
            },
            cancellation);
        _taken = ports.Taken;
        return databricks;
    }

    private bool HasUsual(ServePorts ports) =>
        (options.WorkspacePort is null && ports.Workspace != 0) || (options.ZerobusPort is null && ports.Zerobus != 0);

    private async Task<ServedFunction> StartFunctionAsync(
        LocalDatabricks databricks, List<CatalogTable> tables, FunctionArguments files, CancellationToken cancellation)
    {
        var table = options.Table is { } name
            ? TableSource.Name(name)
            : LocalParts.TableNameFor(files, tables is [var only] ? only.Name : null);
        LocalParts.RequireTables(databricks, files, table);
        var program = FunctionProgram.Options(files, databricks, table, _log);
        var lambda = await console.StepAsync("Starting the Lambda program", () =>
            LocalParts.StartLambdaAsync(program, _log, console.StartIsSlow, cancellation));
        _output.Started(lambda.ProcessId, files, options);
        return new ServedFunction(lambda, _log, new LocalSqs(options.Queue), options.EventSource, _output.Delivered);
    }

    private ServerInfo Describe(LocalDatabricks databricks, ControlInfo control, FileInfo? authority) => new()
    {
        ProcessId = Environment.ProcessId,
        WorkspaceUrl = databricks.WorkspaceUrl,
        ZerobusEndpoint = databricks.ZerobusEndpoint,
        WorkspaceId = databricks.ZerobusEndpoint.Host.Split('.')[0],
        ClientId = databricks.ClientId,
        ClientSecret = databricks.ClientSecret,
        CaFile = authority?.FullName,
        Tables = [.. databricks.Tables.All.Select(table => table.Name.ToString())],
        Database = options.Database?.FullName,
        StoresRows = options.StoreRows,
        Queue = options.Function is null
            ? null
            : new QueueInfo(
                options.Queue.Arn, options.Queue.IsFifo, options.Queue.VisibilityTimeout.TotalSeconds,
                options.Queue.MaxReceiveCount),
        Control = control,
        Environment = ClientEnvironment.Of(databricks, authority),
    };
}
