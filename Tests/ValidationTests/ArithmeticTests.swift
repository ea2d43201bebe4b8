import Domain
import Testing

@testable import Validation
