using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace GoldenSignals.ApiClient.Limits;

/// <summary>An address as quotas see it: of IPv6 the network of 64 bits, since whoever has one address of it has them all.</summary>
internal readonly record struct AddressKey(ulong Network, bool IsV6)
{
    public static AddressKey Of(IPAddress? address)
    {
        if (address is null)
            return default;                                          // not by the network
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6)
        {
            address.TryWriteBytes(bytes, out _);
            return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), true);
        }
        address.TryWriteBytes(bytes, out int length);
        return new(BinaryPrimitives.ReadUInt32BigEndian(bytes[(length - 4)..]), false);
    }
}
