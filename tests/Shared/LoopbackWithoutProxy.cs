using System.Runtime.CompilerServices;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// Keeps connections to this machine away from a proxy that the environment names, in the tests and the programs that they start.
/// The proxy stays in use for package feeds.
/// </summary>
internal static class LoopbackWithoutProxy
{
    private const string Loopback = "127.0.0.1,localhost,[::1],::1";

    [ModuleInitializer]
    public static void Apply()
    {
        foreach (var name in (string[])["no_proxy", "NO_PROXY"])
        {
            var hosts = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, string.IsNullOrWhiteSpace(hosts) ? Loopback : $"{hosts},{Loopback}");
        }
    }
}
