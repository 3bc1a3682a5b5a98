using System.Globalization;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Pipeline.Identity;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Shared;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>
/// Reads the settings from the environment. Reports every variable that is missing or wrong, not only the first.
/// </summary>
internal sealed class SettingsReader
{
    private readonly Func<string, string?> _variables;
    private readonly LayerFiles _files;
    private readonly TimeProvider _clock;
    private readonly List<string> _problems = [];

    private SettingsReader(Func<string, string?> variables, TimeProvider clock) =>
        (_variables, _files, _clock) = (variables, LayerFiles.From(variables), clock);

    /// <summary>Reads the settings.</summary>
    /// <param name="variables">The environment; null for a variable that is not set.</param>
    /// <param name="clock">Tells whether credentials of the function's role are still valid. Default the system's.</param>
    /// <exception cref="FunctionException">A variable is missing or wrong; the message names each.</exception>
    public static FunctionSettings Read(Func<string, string?> variables, TimeProvider? clock = null)
    {
        var reader = new SettingsReader(variables, clock ?? TimeProvider.System);
        var identity = new IdentitySettingsReader(reader.Optional, reader._problems, reader._clock);
        var authType = identity.ReadType();
        var workspace = reader.Workspace(EnvironmentVariables.DatabricksHost);
        var settings = new FunctionSettings
        {
            WorkspaceUrl = workspace,
            ClientId = reader.ClientId(authType),
            ClientSecret = reader.Optional(EnvironmentVariables.DatabricksClientSecret),
            Secret = authType == AuthTypes.OAuthM2M
                ? reader.Secret(EnvironmentVariables.DatabricksClientSecret, EnvironmentVariables.DatabricksSecretArn)
                : null,
            Identity = identity.Read(authType, workspace),
            ZerobusEndpoint = reader.Endpoint(EnvironmentVariables.ZerobusEndpoint),
            TableName = reader.Table(EnvironmentVariables.TableName),
            MappingFile = reader.Places(EnvironmentVariables.MappingFile, File.Exists, "file").FirstOrDefault(File.Exists, ""),
            DeliveryReport = reader.Word<DeliveryReport>(EnvironmentVariables.DeliveryReport),
            Delivery = reader.Word<DeliveryGuarantee>(EnvironmentVariables.Delivery),
            DeliveryFolder = reader.Optional(EnvironmentVariables.DeliveryFolder) ?? EnvironmentVariables.DeliveryFolderDefault,
            FifoOrder = reader.Word<FifoOrder>(EnvironmentVariables.FifoOrder),
            DedupeWindow = reader.Number(
                EnvironmentVariables.DedupeWindow, EnvironmentVariables.DedupeWindowDefault,
                EnvironmentVariables.DedupeWindowMax),
            FailedMessageLines = reader.Number(
                EnvironmentVariables.FailedMessageLines, EnvironmentVariables.FailedMessageLinesDefault,
                EnvironmentVariables.FailedMessageLinesMax),
            Memory = FunctionMemory.From(variables),
        };
        settings = settings with { DescriptorPaths = reader.Descriptors(settings) };
        reader.CheckProxies(settings);
        reader.CheckDelivery(settings);
        if (reader._problems.Count == 0) return settings;
        throw new FunctionException(
            FunctionErrorTypes.ConfigurationInvalid,
            $"The function's environment is wrong: {string.Join("; ", reader._problems)}.");
    }

    // A layer without descriptor sets has no folder for them, and a mapping that takes its tables from the catalog needs none.
    private IReadOnlyList<string> Descriptors(FunctionSettings settings)
    {
        var needsNone = new Lazy<bool>(() => settings.MappingFile.Length > 0 && CatalogNames.Of(settings) is not null);
        return Places(EnvironmentVariables.DescriptorPath, path => Path.Exists(path) || needsNone.Value, "file or folder");
    }

    // Each client reads its proxy itself; here a wrong one is named together with the other variables.
    private void CheckProxies(FunctionSettings settings)
    {
        var problems = new List<ProxyVariableException?>
        {
            ProxyRules.Problem(settings.ZerobusEndpoint, _variables, grpc: true),
            ProxyRules.Problem(settings.WorkspaceUrl, _variables),
        };
        if (settings.Secret is { } secret) problems.Add(ProxyRules.Problem(secret.Endpoint, _variables));
        if (settings.Identity is AwsIdentity { Service.Endpoint: var sts }) problems.Add(ProxyRules.Problem(sts, _variables));
        _problems.AddRange(problems.OfType<ProxyVariableException>().Select(static problem => problem.Item).Distinct());
    }

    private void CheckDelivery(FunctionSettings settings)
    {
        if (settings.Delivery != DeliveryGuarantee.ExactlyOncePreview) return;
        var needs = $"{EnvironmentVariables.Delivery} {EnvironmentVariables.Keyword(settings.Delivery)}";
        if (settings.DedupeWindow == 0)
            _problems.Add($"{needs} needs the delivery memory: {EnvironmentVariables.DedupeWindow} must not be 0");
        // Every environment that starts from the snapshot would write to the same streams.
        if (Optional(EnvironmentVariables.AwsLambdaInitializationType) == EnvironmentVariables.SnapStart)
            _problems.Add($"{needs} does not work with SnapStart: turn one of them off");
    }

    private string? Optional(string name) =>
        _variables(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private string? ClientId(string? authType) =>
        authType == AuthTypes.OAuthM2M && Optional(EnvironmentVariables.DatabricksSecretArn) is null
        ? Required(EnvironmentVariables.DatabricksClientId)
        : Optional(EnvironmentVariables.DatabricksClientId);

    // The first value of the enum is the default.
    private T Word<T>(string name) where T : struct, Enum
    {
        if (Optional(name) is not { } text) return default;
        foreach (var value in Enum.GetValues<T>())
        {
            if (EnvironmentVariables.Keyword(value).Equals(text, StringComparison.OrdinalIgnoreCase)) return value;
        }
        _problems.Add($"{name} is not {string.Join(" or ", EnvironmentVariables.Keywords<T>())}");
        return default;
    }

    private int Number(string name, int standard, int largest)
    {
        if (Optional(name) is not { } text) return standard;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest)
        {
            return number;
        }
        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is not a whole number from 0 to {largest}"));
        return standard;
    }

    private string Required(string name)
    {
        if (Optional(name) is { } value) return value;
        _problems.Add($"{name} is not set");
        return "";
    }

    /// <summary>The secret is either in a variable or in Secrets Manager.</summary>
    private SecretSettings? Secret(string value, string arn)
    {
        switch (Optional(value), Optional(arn))
        {
            case (null, null):
                _problems.Add(
                    $"neither {arn} nor {value} is set, and {EnvironmentVariables.DatabricksAuthType} names no way without a "
                        + $"secret ({AuthTypes.FileOidc}, {AuthTypes.EnvOidc}, {AuthTypes.AwsIdentity})");
                return null;
            case ({ }, { }):
                _problems.Add($"{arn} and {value} are both set: keep one");
                return null;
            case (null, { } text):
                return new SecretSettingsReader(Optional, _problems, _clock).Read(text);
            default:
                return null;
        }
    }

    private Uri Workspace(string name)
    {
        var text = Required(name);
        if (text.Length == 0) return new Uri("https://missing");
        var complete = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (Uri.TryCreate(complete, UriKind.Absolute, out var url)
            && url is { Scheme: "https" or "http", AbsolutePath: "/", Query: "", UserInfo: "" })
        {
            return Encrypted(name, url);
        }
        _problems.Add($"{name} is not the URL of a workspace, such as https://dbc-a1b2345c-d6e7.cloud.databricks.com");
        return new Uri("https://wrong");
    }

    private Uri Endpoint(string name)
    {
        var text = Required(name);
        if (text.Length == 0) return new Uri("https://missing");
        try
        {
            return Encrypted(name, ZerobusEndpoint.Parse(text));
        }
        catch (ZerobusException e)
        {
            _problems.Add($"{name}: {e.Message.TrimEnd('.')}");
            return new Uri("https://wrong");
        }
    }

    private string? Table(string name)
    {
        var table = Optional(name);
        if (table is not null && !ZerobusTableName.TryParse(table, out _))
            _problems.Add($"{name} '{table}' is not catalog.schema.table");
        return table;
    }

    private Uri Encrypted(string name, Uri url)
    {
        if (SecureUrl.Problem(name, url) is { } problem) _problems.Add(problem);
        return url;
    }

    /// <summary>The possible places of a path; a file or folder must exist at one of them.</summary>
    private IReadOnlyList<string> Places(string name, Func<string, bool> exists, string kind)
    {
        var text = Required(name);
        if (text.Length == 0) return [];
        var places = _files.Places(text);
        if (!places.Any(exists))
            _problems.Add($"{name}: there is no {kind} {string.Join($" and no {kind} ", places)}");
        return places;
    }
}
