using System.Text.Json;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.EndToEnd.Tests.Lifecycle;

/// <summary>
/// The checksum that the real function says is the one that Terraform computes before it deploys. The cases are those of
/// terraform/tests/config_sha256.tftest.hcl, which compares Terraform's values with the same file.
/// </summary>
public sealed class ConfigSha256Tests
{
    private const string Sql =
        """
        CREATE TABLE main.raw.events (id STRING, body STRING);
        CREATE TABLE main.raw.orders (id STRING, body STRING);
        """;

    private static readonly string Folder = RepositoryFiles.PathOf("terraform", "tests", "files");

    public static TheoryData<string> Cases => [.. Read().EnumerateObject().Select(static each => each.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Probe_OfAConfigurationThatTerraformDeploys_SaysItsChecksum(string name)
    {
        var given = Read().GetProperty(name);
        await using var deployment = await Deployment.StartAsync(new DeploymentOptions
        {
            Sql = Sql,
            MappingFile = Path.Combine(Folder, "mappings", given.GetProperty("mapping").GetString()!),
            DescriptorPath = Path.Combine(Folder, "descriptors"),
            Environment = given.GetProperty("environment").EnumerateObject()
                .ToDictionary(static variable => variable.Name, static variable => variable.Value.GetString())
                .Append(new("TABLE_NAME", given.GetProperty("table_name").GetString())).ToDictionary(),
        });

        using var response = JsonDocument.Parse(Events.Response(await deployment.InvokeAsync(ProbeEvent.Utf8.ToArray())));

        Assert.Equal(
            given.GetProperty("config_sha256").GetString(),
            response.RootElement.GetProperty("probe").GetProperty("config_sha256").GetString());
    }

    private static JsonElement Read() =>
        JsonDocument.Parse(RepositoryFiles.Read("terraform", "tests", "files", "config_sha256.json")).RootElement;
}
