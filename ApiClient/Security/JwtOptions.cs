using System.ComponentModel.DataAnnotations;

namespace GoldenSignals.ApiClient.Security;

/// <summary>Tokens of an issuer that the API takes. Bound from <c>Jwt:*</c>; without a secret and a file of keys none is taken.</summary>
internal sealed record JwtOptions : IValidatableObject
{
    public const string Section = "Jwt";

    /// <summary>Who issues the tokens: their <c>iss</c>, to the letter.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Whom they are for: what their <c>aud</c> must name.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The secret of HS256, base64 of 32 bytes or more.</summary>
    [DataType(DataType.Password), Base64Bytes(32)] public string? Secret { get; init; }

    /// <summary>A file with the issuer's public keys, for RS256 and ES256: a JSON Web Key Set, or one key as PEM. Read again when it changes.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How far the clocks may be apart. 0…5 minutes, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")] public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    public bool IsUsed => Secret is not null || !string.IsNullOrEmpty(KeyFile);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsUsed && Issuer.Length == 0)
            yield return new("is missing: whose tokens are taken", [nameof(Issuer)]);
        if (IsUsed && Audience.Length == 0)
            yield return new("is missing: a token for somebody else must not open this grid", [nameof(Audience)]);
    }
}
