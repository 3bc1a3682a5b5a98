using System.Diagnostics.CodeAnalysis;

namespace SqsIngestor.Zerobus.Internal.Connections;

/// <summary>
/// Whether streams can share connections. A native program that never does so can say so when it is built, with a
/// <c>RuntimeHostConfigurationOption</c> of this name, <c>Value="false"</c> and <c>Trim="true"</c>: it is smaller then.
/// </summary>
internal static class SharingSupport
{
    public const string Switch = "SqsIngestor.Zerobus.SharedConnections";

    [FeatureSwitchDefinition(Switch)]
    public static bool IsOn => !AppContext.TryGetSwitch(Switch, out var on) || on;
}
