using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Configuration;

/// <summary>A complete environment of a function, with its own layer and package.</summary>
internal sealed class FunctionVariables : IDisposable
{
    private readonly Dictionary<string, string?> _values;

    public FunctionVariables()
    {
        Layer.Write("mappings/table.yaml", []);
        Layer.Write("descriptors/table.binpb", []);
        _values = new()
        {
            ["DATABRICKS_HOST"] = "https://dbc-1.cloud.databricks.com",
            ["DATABRICKS_CLIENT_ID"] = "client",
            ["DATABRICKS_CLIENT_SECRET"] = "s3cr3t",
            ["ZEROBUS_ENDPOINT"] = "https://123.zerobus.eu-west-1.cloud.databricks.com",
            ["MAPPING_FILE"] = "mappings/table.yaml",
            ["DESCRIPTOR_PATH"] = "descriptors",
            ["SQS_INGESTOR_LAYER"] = Layer.Path,
            ["LAMBDA_TASK_ROOT"] = Package.Path,
        };
    }

    public TemporaryFolder Layer { get; } = new();

    public TemporaryFolder Package { get; } = new();

    /// <summary>Sets a variable; null takes it away.</summary>
    public string? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[name] = value;
    }

    public string? Get(string name) => this[name];

    public FunctionSettings Read() => SettingsReader.Read(Get);

    /// <summary>What reading says of a variable that has this value.</summary>
    public string Problem(string name, string? value)
    {
        this[name] = value;
        var error = Assert.Throws<FunctionException>(Read);
        Assert.Equal("Function.ConfigurationInvalid", error.ErrorType);
        return error.Message;
    }

    public void Dispose()
    {
        Layer.Dispose();
        Package.Dispose();
    }
}
