// What assay and its child assay-fetch say to each other: numbers and strings,
// little endian, each string with its length before it. The child has read hostile
// bytes, so its side of the talk is decoded as something hostile too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/locator.h"
#include "source/source.h"
#include "source/tree.h"

namespace assay::source {

/// Both sides are of one build; this catches an installation that is not.
inline constexpr std::uint32_t kWireVersion = 1;

struct UserAndPassword {
  std::string user;
  std::string password;
};

/// All that the child is told. Secrets travel here and nowhere else.
struct Request {
  SubmissionRef ref;  ///< its source is not used: the locator is what was made of it
  Locator locator;
  Limits limits;
  std::string scratch;  ///< an empty folder of the child's own
  std::string ca_file;  ///< "" for the system's
  std::string proxy;
  std::string known_hosts;  ///< the text, prepared by known_hosts.h
  std::string ssh_key;      ///< a path
  bool ssh_agent = false;
  bool ask_for_password = false;  ///< whether a kPasswordQuestion may be sent
  std::string user;               ///< for ssh and for a token; "" if nobody named one
  std::optional<UserAndPassword> token;
};

enum class MessageType : std::uint8_t {
  kRequest = 1,       ///< to the child: a Request
  kEntries,           ///< from the child: [Entry], which of these are wanted?
  kChoices,           ///< to the child: [Choice]
  kPasswordQuestion,  ///< from the child: nothing; it concerns the Request's URL
  kPassword,          ///< to the child: an optional UserAndPassword
  kSnapshot,          ///< from the child: the end
  kError,             ///< from the child: the end
};

std::string encode(const Request& request);
std::string encode(const std::vector<Entry>& entries);
std::string encode(const std::vector<Choice>& choices);
std::string encode(const std::optional<UserAndPassword>& answer);
std::string encode(const Snapshot& snapshot);
std::string encode(const Error& error);

/// Each gives nothing for bytes that are not exactly one value.
std::optional<Request> decode_request(std::string_view bytes);
std::optional<std::vector<Entry>> decode_entries(std::string_view bytes);
std::optional<std::vector<Choice>> decode_choices(std::string_view bytes);
std::optional<std::optional<UserAndPassword>> decode_answer(std::string_view bytes);
std::optional<Error> decode_error(std::string_view bytes);
/// Also checks what assemble.h guarantees: names that passed every check, sizes within `limits`,
/// and lists no longer than they may be.
std::optional<Snapshot> decode_snapshot(std::string_view bytes, const Limits& limits);

}  // namespace assay::source
