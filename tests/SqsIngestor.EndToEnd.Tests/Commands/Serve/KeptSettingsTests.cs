namespace SqsIngestor.EndToEnd.Tests.Commands.Serve;

/// <summary>What a client keeps when the server starts again.</summary>
public sealed class KeptSettingsTests
{
    private const string Secret = "kept-secret-3f1c";

    [Fact]
    public async Task Serve_SecretAndAuthorityThatAreKept_AreThoseOfTheNextStart()
    {
        var folder = Directory.CreateTempSubdirectory("authority-");
        try
        {
            var (first, firstOutput) = await StartAsync(folder);
            var (second, secondOutput) = await StartAsync(folder);

            Assert.Equal(first, second);
            Assert.DoesNotContain(Secret, firstOutput + secondOutput, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Settings, string Output)> StartAsync(DirectoryInfo folder)
    {
        await using var server = await ServerProcess.StartAsync(
            new Dictionary<string, string> { ["SQS_INGESTOR_CLIENT_SECRET"] = Secret },
            "--no-function", "--verbose", "--client-id", "kept", "--authority", folder.FullName);
        Assert.Equal(Path.Combine(folder.FullName, "ca.pem"), server.Text("caFile"));
        Assert.Equal(("kept", Secret), (server.Text("clientId"), server.Text("clientSecret")));
        Assert.StartsWith("https://", server.Text("workspaceUrl"), StringComparison.Ordinal);
        var authority = await File.ReadAllTextAsync(server.Text("caFile"));
        var end = await server.TerminateAsync();
        Assert.Equal(0, end.ExitCode);
        return (authority, end.Output + end.Errors);
    }
}
