using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class SettingsReaderTests : IDisposable
{
    private const string Arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:databricks-a1b2c3";

    private readonly FunctionVariables _variables = new();

    public void Dispose() => _variables.Dispose();

    private FunctionSettings Read() => SettingsReader.Read(_variables.Get);

    private string Problem(string name, string? value)
    {
        _variables[name] = value;
        var error = Assert.Throws<FunctionException>(Read);
        Assert.Equal("Function.ConfigurationInvalid", error.ErrorType);
        return error.Message;
    }

    [Fact]
    public void Read_EverythingSet_IsRead()
    {
        _variables["TABLE_NAME"] = " main.raw.orders ";

        var settings = Read();

        Assert.Equal(new Uri("https://dbc-1.cloud.databricks.com"), settings.WorkspaceUrl);
        Assert.Equal(new Uri("https://123.zerobus.eu-west-1.cloud.databricks.com"), settings.ZerobusEndpoint);
        Assert.Equal(("client", "s3cr3t", "main.raw.orders"), (settings.ClientId, settings.ClientSecret, settings.TableName));
        Assert.Equal(Path.Combine(_variables.Layer.Path, "mappings/table.yaml"), settings.MappingFile);
        Assert.Equal(
            [Path.Combine(_variables.Layer.Path, "descriptors"), Path.Combine(_variables.Package.Path, "descriptors")],
            settings.DescriptorPaths);
    }

    [Fact]
    public void Read_Printed_HidesTheSecret() => Assert.DoesNotContain("s3cr3t", Read().ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("DATABRICKS_HOST")]
    [InlineData("DATABRICKS_CLIENT_ID")]
    [InlineData("ZEROBUS_ENDPOINT")]
    [InlineData("MAPPING_FILE")]
    [InlineData("DESCRIPTOR_PATH")]
    public void Read_RequiredVariableMissing_IsNamed(string name)
    {
        Assert.Contains($"{name} is not set", Problem(name, null), StringComparison.Ordinal);
        Assert.Contains($"{name} is not set", Problem(name, "  "), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NothingSet_NamesEverythingAtOnce()
    {
        var error = Assert.Throws<FunctionException>(() => SettingsReader.Read(_ => null));

        string[] names = [
            "DATABRICKS_HOST", "DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET", "ZEROBUS_ENDPOINT", "MAPPING_FILE",
            "DESCRIPTOR_PATH"];
        Assert.All(names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("TABLE_NAME", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc_proxy", "socks5://user:hunter2@x:1", "its scheme is neither http nor https")]
    [InlineData("https_proxy", "hunter2", "it has no port")]
    [InlineData("HTTPS_PROXY", "http://x/hunter2", "it is not a URL of scheme, host and port")]
    public void Read_ProxyAndAnotherVariableWrong_NamesBothOnce(string name, string value, string why)
    {
        _variables["FIFO_ORDER"] = "nope";

        var problem = Problem(name, value);

        Assert.Contains("FIFO_ORDER is neither pipeline nor wait", problem, StringComparison.Ordinal);
        Assert.Equal(2, problem.Split($"{name} does not name a usable proxy: {why}").Length);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ProxyOfTheSecretWrong_IsNamed()
    {
        UseSecret();
        _variables["no_proxy"] = "cloud.databricks.com";

        Assert.Contains("https_proxy does not name a usable proxy", Problem("https_proxy", "hunter2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FIFO_ORDER", "Wait")]
    [InlineData("DELIVERY_REPORT", "THROW")]
    public void Read_ValueInAnotherCase_IsTaken(string name, string value)
    {
        _variables[name] = value;

        var settings = Read();

        Assert.Equal(name == "FIFO_ORDER", settings.FifoOrder == FifoOrder.Wait);
        Assert.Equal(name == "DELIVERY_REPORT", settings.DeliveryReport == DeliveryReport.Throw);
    }

    [Fact]
    public void Read_NoSecretAnywhere_NamesBothPlaces() =>
        Assert.Contains(
            "neither DATABRICKS_SECRET_ARN nor DATABRICKS_CLIENT_SECRET is set", Problem("DATABRICKS_CLIENT_SECRET", null),
            StringComparison.Ordinal);

    [Fact]
    public void Read_SecretInBothPlaces_SaysToKeepOne() =>
        Assert.Contains(
            "DATABRICKS_SECRET_ARN and DATABRICKS_CLIENT_SECRET are both set: keep one", Problem("DATABRICKS_SECRET_ARN", Arn),
            StringComparison.Ordinal);

    [Fact]
    public async Task Read_SecretArn_TakesTheRolesCredentialsAndNeedsNoClientId()
    {
        UseSecret();
        _variables["DATABRICKS_CLIENT_ID"] = null;

        var settings = Read();

        Assert.Null(settings.ClientId);
        Assert.Equal(
            (Arn, new Uri("https://secretsmanager.eu-west-1.amazonaws.com")),
            (settings.Secret!.Arn.Text, settings.Secret.Endpoint));
        var credentials = await settings.Secret.Credentials.GetAsync(default);
        Assert.Equal(
            ("ASIA1", "key-1", "session-1"),
            (credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken));
        Assert.DoesNotContain("key-1", settings.Secret.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, "https://secretsmanager.eu-west-1.amazonaws.com/")]
    [InlineData("true", "false", null, "https://secretsmanager-fips.eu-west-1.amazonaws.com/")]
    [InlineData("TRUE", "true", null, "https://secretsmanager-fips.eu-west-1.amazonaws.com/")]
    [InlineData("true", "true", "https://own", "https://own/")]
    public void Read_FipsOrDualStack_ChoosesTheEndpointUnlessOneIsNamed(string? fips, string? dual, string? own, string expected)
    {
        UseSecret();
        _variables["AWS_USE_FIPS_ENDPOINT"] = fips;
        _variables["AWS_USE_DUALSTACK_ENDPOINT"] = dual;
        _variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = own;

        Assert.Equal(expected, Read().Secret!.Endpoint.ToString());
    }

    [Theory]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9001/credentials", null)]
    [InlineData("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1", null)]
    [InlineData(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.169.254/x",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI is plain http to 169.254.169.254: use https")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "x", "AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL")]
    public void Read_CredentialsOfAContainer_AreEnough(string name, string value, string? problem)
    {
        UseSecret();
        _variables["AWS_ACCESS_KEY_ID"] = null;
        _variables["AWS_SECRET_ACCESS_KEY"] = null;
        _variables[name] = value;

        if (problem is null)
            Assert.NotNull(Read().Secret);
        else
            Assert.Contains(problem, Problem(name, value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://general", null, null, "https://general/")]
    [InlineData("https://general", "https://own", null, "https://own/")]
    [InlineData(null, "http://127.0.0.1:9", null, "http://127.0.0.1:9/")]
    [InlineData("https://general", "https://own", "true", "https://secretsmanager.eu-west-1.amazonaws.com/")]
    public void Read_OwnEndpoint_TakesThePlaceOfTheRegions(string? general, string? own, string? ignore, string expected)
    {
        UseSecret();
        _variables["AWS_ENDPOINT_URL"] = general;
        _variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = own;
        _variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = ignore;

        Assert.Equal(expected, Read().Secret!.Endpoint.ToString());
    }

    [Theory]
    [InlineData("DATABRICKS_SECRET_ARN", "databricks", "DATABRICKS_SECRET_ARN 'databricks' is not the ARN of a secret")]
    [InlineData(
        "DATABRICKS_SECRET_ARN", "arn:aws-x:secretsmanager:xx-1:123456789012:secret:x",
        "is in the partition aws-x: set AWS_ENDPOINT_URL_SECRETS_MANAGER")]
    [InlineData("AWS_ACCESS_KEY_ID", null, "neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY nor AWS_CONTAINER_CREDENTIALS_")]
    [InlineData("AWS_SECRET_ACCESS_KEY", null, "neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY nor AWS_CONTAINER_CRED")]
    [InlineData("AWS_USE_FIPS_ENDPOINT", "1", "AWS_USE_FIPS_ENDPOINT is neither true nor false")]
    [InlineData("AWS_ENDPOINT_URL", "localhost", "AWS_ENDPOINT_URL is not the URL of an endpoint")]
    [InlineData(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://elsewhere",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER is plain http to elsewhere: use https")]
    public void Read_SecretsSettingsWrong_AreNamed(string name, string? value, string problem)
    {
        UseSecret();

        Assert.Contains(problem, Problem(name, value), StringComparison.Ordinal);
    }

    private void UseSecret()
    {
        _variables["DATABRICKS_CLIENT_SECRET"] = null;
        _variables["DATABRICKS_SECRET_ARN"] = Arn;
        _variables["AWS_ACCESS_KEY_ID"] = "ASIA1";
        _variables["AWS_SECRET_ACCESS_KEY"] = "key-1";
        _variables["AWS_SESSION_TOKEN"] = "session-1";
    }

    [Theory]
    [InlineData("https://host/path")]
    [InlineData("https://host?query")]
    [InlineData("https://user:password@host")]
    [InlineData("ftp://host")]
    [InlineData("https://")]
    public void Read_HostIsNoWorkspace_SaysWhatOneLooksLike(string value) =>
        Assert.Contains(
            "DATABRICKS_HOST is not the URL of a workspace, such as https://dbc-a1b2345c-d6e7.cloud.databricks.com", Problem(
                "DATABRICKS_HOST", value),
            StringComparison.Ordinal);

    [Fact]
    public void Read_SchemeMissing_IsHttps()
    {
        _variables["DATABRICKS_HOST"] = "dbc-1.cloud.databricks.com/";
        _variables["ZEROBUS_ENDPOINT"] = "123.zerobus.eu-west-1.cloud.databricks.com";

        var settings = Read();

        Assert.Equal(("https", "https"), (settings.WorkspaceUrl.Scheme, settings.ZerobusEndpoint.Scheme));
    }

    [Theory]
    [InlineData("https://host/path", "it has a path")]
    [InlineData("https://user:password@host", "it carries credentials")]
    [InlineData("ftp://host", "the scheme is neither https nor http")]
    public void Read_EndpointWrong_SaysWhy(string value, string why)
    {
        var problem = Problem("ZEROBUS_ENDPOINT", value);

        Assert.Contains("ZEROBUS_ENDPOINT: EndpointInvalid", problem, StringComparison.Ordinal);
        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("password", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.8.9.10")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://LOCALHOST")]
    public void Read_PlainHttpToLoopback_IsTaken(string value)
    {
        _variables["DATABRICKS_HOST"] = value;
        _variables["ZEROBUS_ENDPOINT"] = value;

        var settings = Read();

        Assert.Equal((new Uri(value), new Uri(value)), (settings.WorkspaceUrl, settings.ZerobusEndpoint));
    }

    [Theory]
    [InlineData("http://dbc-1.cloud.databricks.com", "dbc-1.cloud.databricks.com")]
    [InlineData("http://128.0.0.1", "128.0.0.1")]
    [InlineData("http://10.0.0.1:8080", "10.0.0.1")]
    [InlineData("http://[::2]", "::2")]
    [InlineData("http://localhost.example.com", "localhost.example.com")]
    [InlineData("http://0.0.0.0", "0.0.0.0")]
    public void Read_PlainHttpElsewhere_SaysToUseHttps(string value, string host)
    {
        foreach (var name in (string[])["DATABRICKS_HOST", "ZEROBUS_ENDPOINT"])
        {
            var problem = Problem(name, value);
            Assert.Contains(
                $"{name} is plain http to {host}: use https; http is for loopback addresses only", problem,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("raw.orders")]
    [InlineData("a.b.c.d")]
    public void Read_TableNameWrong_SaysItsForm(string value) =>
        Assert.Contains(
            $"TABLE_NAME '{value}' is not catalog.schema.table", Problem("TABLE_NAME", value), StringComparison.Ordinal);

    [Fact]
    public void Read_FileNowhere_NamesBothPlaces()
    {
        var (layer, package) = (_variables.Layer.Path, _variables.Package.Path);

        Assert.Contains(
            $"MAPPING_FILE: there is no file {layer}/none.yaml and no file {package}/none.yaml",
            Problem("MAPPING_FILE", "none.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            $"DESCRIPTOR_PATH: there is no file or folder {layer}/none and no file or folder {package}/none",
            Problem("DESCRIPTOR_PATH", "none"), StringComparison.Ordinal);
        Assert.Contains(
            "MAPPING_FILE: there is no file /nowhere/none.yaml;", Problem("MAPPING_FILE", "/nowhere/none.yaml"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MappingInBothPlaces_LayersIsTaken()
    {
        _variables.Package.Write("mappings/table.yaml", []);

        Assert.Equal(Path.Combine(_variables.Layer.Path, "mappings/table.yaml"), Read().MappingFile);
    }

    [Fact]
    public void Read_FilesInThePackageOnly_AreFoundThere()
    {
        using var empty = new TemporaryFolder();
        _variables["SQS_INGESTOR_LAYER"] = empty.Path;
        var mapping = _variables.Package.Write("mappings/table.yaml", []);
        _variables.Package.Write("descriptors/table.binpb", []);

        var settings = Read();

        Assert.Equal(mapping, settings.MappingFile);
    }
}
