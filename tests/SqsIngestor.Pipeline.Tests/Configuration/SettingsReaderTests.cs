using SqsIngestor.Pipeline.Configuration;
using SqsIngestor.Pipeline.Errors;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Pipeline.Tests.Configuration;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly FunctionVariables _variables = new();

    public void Dispose() => _variables.Dispose();

    private FunctionSettings Read() => _variables.Read();

    private string Problem(string name, string? value) => _variables.Problem(name, value);

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
    public void Read_Delivery_IsAWordWithHyphens()
    {
        Assert.Equal(DeliveryGuarantee.AtLeastOnce, Read().Delivery);
        _variables["DELIVERY"] = "Exactly-Once-Preview";
        _variables["DELIVERY_FOLDER"] = "journals";

        Assert.Equal((DeliveryGuarantee.ExactlyOncePreview, "journals"), (Read().Delivery, Read().DeliveryFolder));
        Assert.Contains(
            "DELIVERY is not at-least-once or exactly-once-preview", Problem("DELIVERY", "ExactlyOncePreview"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DEDUPE_WINDOW", "0", "DEDUPE_WINDOW must not be 0")]
    [InlineData("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", "does not work with SnapStart")]
    public void Read_ExactlyOnceWithWhatItCannotBeWith_IsRefused(string name, string value, string problem)
    {
        _variables[name] = value;
        Read();

        Assert.Contains(problem, Problem("DELIVERY", "exactly-once-preview"), StringComparison.Ordinal);
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

        Assert.Contains("FIFO_ORDER is not pipeline or wait", problem, StringComparison.Ordinal);
        Assert.Equal(2, problem.Split($"{name} does not name a usable proxy: {why}").Length);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 10)]
    [InlineData("0", 0)]
    [InlineData("10000", 10_000)]
    public void Read_FailedMessageLines_IsANumber(string? value, int expected)
    {
        _variables["FAILED_MESSAGE_LINES"] = value;

        Assert.Equal(expected, Read().FailedMessageLines);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("10001")]
    [InlineData("many")]
    public void Read_FailedMessageLinesWrong_SaysWhatItCanBe(string value) => Assert.Contains(
        "FAILED_MESSAGE_LINES is not a whole number from 0 to 10000", Problem("FAILED_MESSAGE_LINES", value),
        StringComparison.Ordinal);

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
