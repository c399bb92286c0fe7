using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace GoldenSignals.ApiClient;

/// <summary>Base64 of at least so many bytes; or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class Base64BytesAttribute(int least) : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is null || value is string text && Base64.IsValid(Encoding.UTF8.GetBytes(text), out int length) && length >= least;

    public override string FormatErrorMessage(string name) => $"must be base64 of {least} bytes or more";
}
