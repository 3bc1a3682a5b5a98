using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>What refuses a deployment: an init error that names what is wrong, before any message is consumed.</summary>
public class InitTests
{
    [Theory]
    [InlineData("DATABRICKS_HOST", null, "DATABRICKS_HOST is not set")]
    [InlineData("DATABRICKS_HOST", "https://host/path", "DATABRICKS_HOST is not the URL of a workspace")]
    [InlineData("DATABRICKS_CLIENT_ID", null, "DATABRICKS_CLIENT_ID is not set")]
    [InlineData("DATABRICKS_CLIENT_SECRET", " ", "neither DATABRICKS_SECRET_ARN nor DATABRICKS_CLIENT_SECRET is set")]
    [InlineData("ZEROBUS_ENDPOINT", null, "ZEROBUS_ENDPOINT is not set")]
    [InlineData("ZEROBUS_ENDPOINT", "https://host/path", "ZEROBUS_ENDPOINT: EndpointInvalid")]
    [InlineData("TABLE_NAME", "raw.sqs_messages", "TABLE_NAME 'raw.sqs_messages' is not catalog.schema.table")]
    [InlineData("MAPPING_FILE", "nowhere.yaml", "MAPPING_FILE: there is no file")]
    [InlineData("DESCRIPTOR_PATH", "nowhere", "DESCRIPTOR_PATH: there is no file or folder")]
    public async Task Start_VariableMissingOrWrong_IsAnInitErrorThatNamesIt(string variable, string? value, string message)
    {
        var error = await Assert.ThrowsAsync<LambdaInitException>(() =>
            Deployment.StartAsync(
                new DeploymentOptions { Environment = new Dictionary<string, string?> { [variable] = value } }));

        Assert.Equal("Function.ConfigurationInvalid", error.ErrorType);
        Assert.Contains(message, error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TableNamedNowhere_IsAnInitError()
    {
        var error = await Assert.ThrowsAsync<LambdaInitException>(() =>
            Deployment.StartAsync(
                new DeploymentOptions { Environment = new Dictionary<string, string?> { ["TABLE_NAME"] = null } }));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains("TABLE_NAME", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongSecret_IsAnInitErrorWithoutTheSecret()
    {
        var error = await Assert.ThrowsAsync<LambdaInitException>(() =>
            Deployment.StartAsync(
                new DeploymentOptions
                {
                    Environment = new Dictionary<string, string?> { ["DATABRICKS_CLIENT_SECRET"] = "wrong-secret" },
                }));

        Assert.Equal("Function.CredentialsInvalid", error.ErrorType);
        Assert.Contains("TokenRefused", error.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AProxyThatCannotBeUsed_IsAnErrorOfTheConfigurationThatNamesTheVariable()
    {
        var error = await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(new DeploymentOptions
        {
            Environment = new Dictionary<string, string?>
            {
                ["DATABRICKS_HOST"] = "https://workspace.test",
                ["ZEROBUS_ENDPOINT"] = "https://1234567890123456.zerobus.eu-west-1.cloud.databricks.com",
                ["HTTPS_PROXY"] = "socks5://user:hunter2@proxy.test:1080",
            },
        }));

        Assert.Equal("Function.ConfigurationInvalid", error.ErrorType);
        Assert.Contains("HTTPS_PROXY", error.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TableMissing_IsAnInitErrorThatNamesIt()
    {
        var error = await Assert.ThrowsAsync<LambdaInitException>(() =>
            Deployment.StartAsync(
                new DeploymentOptions { Environment = new Dictionary<string, string?> { ["TABLE_NAME"] = "main.raw.nowhere" } }));

        Assert.Equal("Function.ZerobusUnavailable", error.ErrorType);
        Assert.Contains("main.raw.nowhere", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TableLacksAColumn_IsAnInitErrorThatNamesIt()
    {
        var sql = File.ReadAllText(RepositoryFiles.PathOf("descriptors", "sqs_messages.sql"))
            .Replace("  md5_of_body STRING,\n", "", StringComparison.Ordinal);

        var error =
            await Assert.ThrowsAsync<LambdaInitException>(() => Deployment.StartAsync(new DeploymentOptions { Sql = sql }));

        Assert.Contains("md5_of_body", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MappingWithAnUnknownColumn_SaysWhichFileAndWhere()
    {
        using var file = new TemporaryFile(
            File.ReadAllText(RepositoryFiles.PathOf("mappings", "sqs_messages.yaml"))
            .Replace("  aws_region: ", "  aws_regio: ", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<LambdaInitException>(
            () => Deployment.StartAsync(new DeploymentOptions { MappingFile = file.Path }));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains(
            $"{file.Path}:21:3: error MAP401: table_sqs_messages has no field 'aws_regio'", error.ErrorMessage,
            StringComparison.Ordinal);
        Assert.Contains("did you mean 'aws_region'?", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DescriptorThatIsNone_SaysWhichFile()
    {
        using var file = new TemporaryFile("not a descriptor");

        var error = await Assert.ThrowsAsync<LambdaInitException>(() =>
            Deployment.StartAsync(
                new DeploymentOptions { Environment = new Dictionary<string, string?> { ["DESCRIPTOR_PATH"] = file.Path } }));

        Assert.Equal("Function.MappingInvalid", error.ErrorType);
        Assert.Contains($"{file.Path}: error MAP201", error.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MessageThatTheDescriptorLacks_SaysWhichOnesItHas()
    {
        using var file = new TemporaryFile(
            File.ReadAllText(RepositoryFiles.PathOf("mappings", "sqs_messages.yaml"))
            .Replace("message: table_sqs_messages", "message: table_orders", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<LambdaInitException>(
            () => Deployment.StartAsync(new DeploymentOptions { MappingFile = file.Path }));

        Assert.Contains("has no message 'table_orders'; it has table_sqs_messages", error.ErrorMessage, StringComparison.Ordinal);
    }
}
