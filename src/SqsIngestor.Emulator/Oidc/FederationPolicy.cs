using System.Net;

namespace SqsIngestor.Emulator.Oidc;

/// <summary>A federation policy: which identity tokens the workspace exchanges for its own.</summary>
/// <param name="Issuer">The issuer (<c>iss</c>), a URL of this machine: the emulator reads its keys there.</param>
/// <param name="Audience">The audience (<c>aud</c>).</param>
/// <param name="Subject">
/// The subject (<c>sub</c>) that may act as the service principal. Null makes a policy of the whole account, under which the
/// subject is the client id of the principal, and the request names none.
/// </param>
public sealed record FederationPolicy(string Issuer, string Audience, string? Subject);

/// <summary>The federation policies of a <see cref="LocalDatabricks"/>. None at the start. Any thread may use them.</summary>
public sealed class FederationPolicies
{
    private readonly Lock _gate = new();
    private IReadOnlyList<FederationPolicy> _all = [];

    /// <summary>The policies.</summary>
    public IReadOnlyList<FederationPolicy> All
    {
        get
        {
            lock (_gate) return _all;
        }
    }

    /// <summary>Adds a policy.</summary>
    /// <exception cref="ArgumentException">The issuer is not on this machine.</exception>
    public void Add(FederationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!Uri.TryCreate(policy.Issuer, UriKind.Absolute, out var url) || !IPAddress.TryParse(url.Host, out var address)
            || !IPAddress.IsLoopback(address))
        {
            throw new ArgumentException("The issuer must have a loopback address.", nameof(policy));
        }

        lock (_gate) _all = [.. _all, policy];
    }

    /// <summary>Removes all policies. Issued tokens stay valid.</summary>
    public void Clear()
    {
        lock (_gate) _all = [];
    }
}
