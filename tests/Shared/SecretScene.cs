using SqsIngestor.Emulator.Secrets;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Pipeline.Secrets;

namespace SqsIngestor.Tests.Shared;

/// <summary>A local Secrets Manager with one secret, and the logs of those who read it.</summary>
internal sealed class SecretScene : IAsyncDisposable
{
    public const string Name = "databricks";

    private SecretScene(LocalSecretsManager manager) => Manager = manager;

    public LocalSecretsManager Manager { get; }

    public RecordingLoggerFactory Logs { get; } = new("dose-");

    public static async Task<SecretScene> StartAsync(string? secret = """{"client_id":"principal","client_secret":"dose-1"}""")
    {
        var scene = new SecretScene(await LocalSecretsManager.StartAsync());
        if (secret is not null) scene.Manager.Put(Name, secret);
        return scene;
    }

    public SecretSettings Settings(string? secretAccessKey = null, Uri? endpoint = null)
    {
        Assert.True(SecretArn.TryParse(Manager.ArnOf(Name), out var arn));
        return new(
            arn, endpoint ?? Manager.Endpoint,
            new AwsCredentials(Manager.AccessKeyId, secretAccessKey ?? Manager.SecretAccessKey, Manager.SessionToken));
    }

    public SecretsManagerClient Client(SecretSettings? settings = null, TimeProvider? clock = null) =>
        new(settings ?? Settings(), clock ?? new PatientClock(), Logs.CreateLogger("test"));

    public async ValueTask DisposeAsync()
    {
        await Manager.DisposeAsync();
        Logs.AssertNoSecret();
    }
}
