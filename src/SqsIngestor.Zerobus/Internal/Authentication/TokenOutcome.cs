namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>What a token request came to.</summary>
/// <param name="Token">The token, or null.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="RetryAfter">When the endpoint says to ask again; null when it does not say.</param>
/// <param name="Refused">Whether it was the credentials themselves that the endpoint refused (401).</param>
internal readonly record struct TokenOutcome(AccessToken? Token, ZerobusException? Failure, TimeSpan? RetryAfter, bool Refused = false);
