namespace SqsIngestor.Zerobus.Authentication;

/// <summary>What one token request came to: a token, or a failure and perhaps when to ask again.</summary>
internal readonly record struct TokenOutcome(AccessToken? Token, ZerobusException? Failure, TimeSpan? RetryAfter);
