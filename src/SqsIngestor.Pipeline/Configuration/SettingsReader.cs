using System.Globalization;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Secrets;
using SqsIngestor.Zerobus;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>Reads the settings and reports every variable that is missing or wrong, not the first.</summary>
internal sealed class SettingsReader
{
    private readonly Func<string, string?> _variables;
    private readonly FunctionFiles _files;
    private readonly List<string> _problems = [];

    private SettingsReader(Func<string, string?> variables) => (_variables, _files) = (variables, FunctionFiles.From(variables));

    /// <exception cref="FunctionException">Names every variable at fault.</exception>
    public static FunctionSettings Read(Func<string, string?> variables)
    {
        var reader = new SettingsReader(variables);
        var settings = new FunctionSettings
        {
            WorkspaceUrl = reader.Workspace("DATABRICKS_HOST"),
            ClientId = reader.Optional("DATABRICKS_SECRET_ARN") is null ? reader.Required("DATABRICKS_CLIENT_ID") : reader.Optional("DATABRICKS_CLIENT_ID"),
            ClientSecret = reader.Optional("DATABRICKS_CLIENT_SECRET"),
            Secret = reader.Secret("DATABRICKS_CLIENT_SECRET", "DATABRICKS_SECRET_ARN"),
            ZerobusEndpoint = reader.Endpoint("ZEROBUS_ENDPOINT"),
            TableName = reader.Table("TABLE_NAME"),
            MappingFile = reader.Places("MAPPING_FILE", File.Exists, "file").FirstOrDefault(File.Exists, ""),
            DescriptorPaths = reader.Places("DESCRIPTOR_PATH", Path.Exists, "file or folder"),
            DeliveryReport = reader.Report("DELIVERY_REPORT"),
            DedupeWindow = reader.Number("DEDUPE_WINDOW", 10_000, 1_000_000),
        };
        if (reader._problems.Count == 0) return settings;
        throw new FunctionException(FunctionErrorTypes.ConfigurationInvalid, $"The function's environment is wrong: {string.Join("; ", reader._problems)}.");
    }

    private string? Optional(string name) => _variables(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private DeliveryReport Report(string name)
    {
        switch (Optional(name)?.ToUpperInvariant())
        {
            case null or "PARTIAL": return DeliveryReport.Partial;
            case "THROW": return DeliveryReport.Throw;
            default:
                _problems.Add($"{name} is neither partial nor throw");
                return DeliveryReport.Partial;
        }
    }

    private int Number(string name, int byDefault, int most)
    {
        if (Optional(name) is not { } text) return byDefault;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most) return number;
        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is not a whole number from 0 to {most}"));
        return byDefault;
    }

    private string Required(string name)
    {
        if (Optional(name) is { } value) return value;
        _problems.Add($"{name} is not set");
        return "";
    }

    /// <summary>The secret stands in one of two places.</summary>
    private SecretSettings? Secret(string value, string arn)
    {
        switch (Optional(value), Optional(arn))
        {
            case (null, null):
                _problems.Add($"neither {arn} nor {value} is set");
                return null;
            case ({ }, { }):
                _problems.Add($"{arn} and {value} are both set: keep one");
                return null;
            case (null, { } text):
                return SecretSettings.Read(text, Optional, _problems);
            default:
                return null;
        }
    }

    private Uri Workspace(string name)
    {
        var text = Required(name);
        if (text.Length == 0) return new Uri("https://missing");
        var complete = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
        if (Uri.TryCreate(complete, UriKind.Absolute, out var url) && url is { Scheme: "https" or "http", AbsolutePath: "/", Query: "", UserInfo: "" })
            return Encrypted(name, url);
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
        if (table is not null && !ZerobusTableName.TryParse(table, out _)) _problems.Add($"{name} '{table}' is not catalog.schema.table");
        return table;
    }

    /// <summary>Secrets, tokens and rows cross the network encrypted; only what stays on this machine need not be.</summary>
    private Uri Encrypted(string name, Uri url)
    {
        if (url.Scheme == Uri.UriSchemeHttp && !Loopback.IsHostOf(url))
            _problems.Add($"{name} is plain http to {url.IdnHost}: use https; http is for loopback addresses only");
        return url;
    }

    /// <summary>The places of a path, of which at least one must be there.</summary>
    private IReadOnlyList<string> Places(string name, Func<string, bool> exists, string kind)
    {
        var text = Required(name);
        if (text.Length == 0) return [];
        var places = _files.Places(text);
        if (!places.Any(exists)) _problems.Add($"{name}: there is no {kind} {string.Join($" and no {kind} ", places)}");
        return places;
    }
}
